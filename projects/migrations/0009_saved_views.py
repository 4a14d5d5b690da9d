import django.core.validators
import django.db.models.deletion
import django.utils.timezone
import projects.models.saved_views
import simple_history.models
from django.conf import settings
from django.contrib.auth.management import create_permissions
from django.db import migrations, models

# Role -> what it may do to views beside what the role before it may.
ADDED = {
    "viewer": ["add", "change", "delete", "view"],
    "editor": ["share"],
    "reviewer": [],
    "publisher": ["publish"],
    "administrator": [],
}


def give_rights(apps, schema_editor):
    """Let each role keep views. A later change of its permissions is the office's own."""
    config = apps.get_app_config("projects")
    # Django makes permissions after the last migration, and only for applications with models.
    config.models_module = True
    create_permissions(config, apps=apps, verbosity=0)
    config.models_module = None
    group, permission = apps.get_model("auth", "Group"), apps.get_model("auth", "Permission")
    codenames = []
    for role, verbs in ADDED.items():
        codenames += [f"{verb}_savedview" for verb in verbs]
        held = permission.objects.filter(codename__in=codenames, content_type__app_label="projects")
        for made in group.objects.filter(name=role):
            made.permissions.add(*held)


class Migration(migrations.Migration):

    dependencies = [
        ('projects', '0008_merging_and_usual_milestones'),
        ('auth', '0012_alter_user_first_name_max_length'),
        ('contenttypes', '0002_remove_content_type_name'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='HistoricalSavedView',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('act', models.CharField(default='save', max_length=16)),
                ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='version')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='created')),
                ('deleted_at', models.DateTimeField(blank=True, db_index=True, editable=False, null=True, verbose_name='deleted')),
                ('history_change_reason', models.TextField(null=True)),
                ('name_zh', models.CharField(blank=True, default='', max_length=200, verbose_name='name (Chinese)')),
                ('name_en', models.CharField(blank=True, default='', max_length=200, verbose_name='name (English)')),
                ('noun', models.CharField(choices=[('project', 'projects'), ('site', 'sites'), ('plan', 'plans'), ('stakeholder', 'stakeholders'), ('source', 'sources'), ('publicrequest', 'requests')], max_length=20, verbose_name='list')),
                ('query', models.CharField(blank=True, default='', max_length=3000, verbose_name='selection')),
                ('audience', models.CharField(choices=[('own', 'only me'), ('staff', 'all staff'), ('public', 'the public')], default='own', help_text='Who finds the view.', max_length=12, verbose_name='for whom')),
                ('slug', models.SlugField(blank=True, db_index=False, default='', help_text='The last part of the public address, kept for ever. Left empty, it is made from the name.', max_length=80, validators=[django.core.validators.RegexValidator('^[a-z0-9]+(-[a-z0-9]+)*$', 'Use small letters, digits and single hyphens: red-leaf-town.')], verbose_name='address')),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('owner', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='kept by')),
            ],
            options={
                'verbose_name': 'historical saved view',
                'verbose_name_plural': 'historical saved views',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='SavedView',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='version')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='created')),
                ('changed_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='changed')),
                ('deleted_at', models.DateTimeField(blank=True, db_index=True, editable=False, null=True, verbose_name='deleted')),
                ('name_zh', models.CharField(blank=True, default='', max_length=200, verbose_name='name (Chinese)')),
                ('name_en', models.CharField(blank=True, default='', max_length=200, verbose_name='name (English)')),
                ('noun', models.CharField(choices=[('project', 'projects'), ('site', 'sites'), ('plan', 'plans'), ('stakeholder', 'stakeholders'), ('source', 'sources'), ('publicrequest', 'requests')], max_length=20, verbose_name='list')),
                ('query', models.CharField(blank=True, default='', max_length=3000, verbose_name='selection')),
                ('audience', models.CharField(choices=[('own', 'only me'), ('staff', 'all staff'), ('public', 'the public')], default='own', help_text='Who finds the view.', max_length=12, verbose_name='for whom')),
                ('slug', models.SlugField(blank=True, db_index=False, default='', help_text='The last part of the public address, kept for ever. Left empty, it is made from the name.', max_length=80, validators=[django.core.validators.RegexValidator('^[a-z0-9]+(-[a-z0-9]+)*$', 'Use small letters, digits and single hyphens: red-leaf-town.')], verbose_name='address')),
                ('owner', models.ForeignKey(blank=True, editable=False, null=True, on_delete=projects.models.saved_views.leave_without_owner, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='kept by')),
            ],
            options={
                'verbose_name': 'saved view',
                'verbose_name_plural': 'saved views',
                'ordering': ['noun', 'name_zh', 'name_en', 'pk'],
                'default_permissions': ('add', 'change', 'delete', 'view', 'share', 'publish'),
                'indexes': [models.Index(fields=['audience', 'noun'], name='savedview_audience')],
                'constraints': [models.CheckConstraint(condition=models.Q(('name_en', ''), ('name_zh', ''), _negated=True), name='savedview_has_a_name', violation_error_message='Give the name in Chinese or in English.'), models.CheckConstraint(condition=models.Q(('noun__in', ['project', 'site', 'plan', 'stakeholder', 'source', 'publicrequest'])), name='savedview_is_of_a_known_list', violation_error_message='Choose one of the lists.'), models.CheckConstraint(condition=models.Q(('audience__in', ['own', 'staff', 'public'])), name='savedview_is_for_somebody', violation_error_message='Say for whom the view is.'), models.CheckConstraint(condition=models.Q(('audience', 'public'), ('noun', 'publicrequest'), _negated=True), name='savedview_of_requests_is_for_staff', violation_error_message='What the public wrote is for staff only, so this view cannot be public.'), models.UniqueConstraint(condition=models.Q(('slug', ''), _negated=True), fields=('slug',), name='savedview_has_an_address_of_its_own', violation_error_message='Another view has this address. Choose another.')],
            },
        ),
        migrations.RunPython(give_rights, migrations.RunPython.noop, elidable=False),
    ]
