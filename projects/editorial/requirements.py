"""What the public is owed at each stage: the facts without which a record is not published."""

from inspect import getattr_static

from django.core.exceptions import ValidationError
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from projects.choices import Stage
from projects.models import Project
from projects.serializers import PUBLISHED

# Stage -> groups of published names, of which a project needs one each, from that stage on.
FROM_STAGE = {
    Stage.PRELIMINARY: [("investment",)],
    Stage.TENDERING: [("start_planned", "start_actual")],
    Stage.CONSTRUCTION: [("start_actual", "start_planned"), ("finish_planned", "finish_actual")],
    Stage.COMPLETED: [("finish_actual",)],
}


def missing_facts(record, facts):
    """The labels of what the record lacks for its stage, as alternatives; `facts` are what it would publish."""
    return [_labels(group) for group in missing_names(record, facts)]


def missing_names(record, facts):
    """The same as groups of published names, without which publishing is refused.

    What the public copy at the same stage lacks too may go on missing: correcting a mistake must not wait for a fact
    that nobody knows.
    """
    if not isinstance(record, Project):
        return []
    missing = [group for group in _required(record.stage) if not any(_says(facts, name) for name in group)]
    copy = missing and PUBLISHED[Project].objects.current().filter(reference=record.reference).first()
    if not copy or copy.facts.get("stage") != facts["stage"]:
        return missing
    return [group for group in missing if any(_says(copy.facts, name) for name in group)]


def _required(stage):
    """The groups of names for a project at the stage, each once."""
    groups, order = [("stage",)], list(Stage)
    for since, more in FROM_STAGE.items():
        if stage and order.index(Stage(stage)) >= order.index(since):
            groups = [group for group in groups if not any(set(group) & set(other) for other in more)] + more
    return groups


def _says(facts, name):
    return facts.get(name) not in (None, "", {})


def _labels(group):
    # `getattr_static`, for a partial date is a descriptor over several columns.
    return [str(capfirst(_declared(name).verbose_name)) for name in group]


def _declared(name):
    found = getattr_static(Project, name)
    return getattr(found, "field", found)


def refuse_missing_facts(by, record, facts):
    """Raise `ValidationError` with what is missing, one message each; a command may publish what it likes."""
    missing = [] if by is None else missing_facts(record, facts)
    if missing:
        raise ValidationError(
            [_("Missing for this stage: %(facts)s.") % {"facts": _(" or ").join(labels)} for labels in missing]
        )
