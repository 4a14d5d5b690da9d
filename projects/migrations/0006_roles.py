from django.contrib.auth.management import create_permissions
from django.db import migrations
from django.db.models import F

NOUNS = ["plan", "project", "site", "source", "stakeholder"]
LISTS = ["keyprojectlist", "projecttype", "region"]

# Role -> verb -> the models it is allowed on; a role may also what the one before it may.
ADDED = {
    "viewer": {"view": [*NOUNS, *LISTS]},
    "editor": {"add": NOUNS, "change": [*NOUNS, "publicrequest"], "delete": NOUNS, "view": ["publicrequest"]},
    "reviewer": {"review": NOUNS},
    "publisher": {"publish": NOUNS, "add": LISTS, "change": LISTS, "delete": [*LISTS, "publicrequest"]},
    "administrator": {"add": ["user"], "change": ["user"], "view": ["user", "group"]},
}


def make_roles(apps, schema_editor):
    """Make a group for each role. A later change of its permissions is the office's own."""
    for label in ("projects", "auth"):
        config = apps.get_app_config(label)
        # Django makes permissions after the last migration, and only for applications with models.
        config.models_module = True
        create_permissions(config, apps=apps, verbosity=0)
        config.models_module = None
    group, permission = apps.get_model("auth", "Group"), apps.get_model("auth", "Permission")
    codenames = []
    for role, verbs in ADDED.items():
        codenames += [f"{verb}_{model}" for verb, models in verbs.items() for model in models]
        made, is_new = group.objects.get_or_create(name=role)
        if is_new:
            held = permission.objects.filter(codename__in=codenames, content_type__app_label__in=["projects", "auth"])
            made.permissions.set(held)


def drop_roles(apps, schema_editor):
    apps.get_model("auth", "Group").objects.filter(name__in=ADDED).delete()


def name_acts(apps, schema_editor):
    """Say of lines logged before there were names for acts which of them published."""
    for noun in NOUNS:
        log = apps.get_model("projects", f"historical{noun}")
        log.objects.filter(published_version=F("version")).update(act="publish")


class Migration(migrations.Migration):
    dependencies = [
        ("projects", "0005_review_and_departments"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [
        migrations.RunPython(make_roles, drop_roles, elidable=False),
        migrations.RunPython(name_acts, migrations.RunPython.noop, elidable=True),
    ]
