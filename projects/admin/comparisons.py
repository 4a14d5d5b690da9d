"""What publishing a record now would change for the public."""

from dataclasses import dataclass

from projects import editorial
from projects.admin.wording import Change, differences, part_differences, read_facts
from projects.models import Noun
from projects.serializers import PUBLISHED, facts_and_left_out


@dataclass(frozen=True)
class Comparison:
    """The public copy of a record beside the facts of its working row, and the records publishing would leave out.

    `reasons` are the lines of the log in which the authors say why they changed it since.
    """

    publication: object
    facts: dict
    changes: list[Change]
    left_out: list[Noun]
    reasons: list


def compare(record):
    """Compare a record with what the public reads of it.

    An unchanged record can differ from its copy too: somebody it names may have become public since.
    """
    publication = PUBLISHED[type(record)].objects.current().filter(reference=record.reference).first()
    (facts, left_out), changes = facts_and_left_out(record), []
    if publication is not None:
        changes = list(_changes(type(record), publication.facts, facts))
    reasons = editorial.unpublished_changes(record).filter(history_change_reason__gt="").select_related("history_user")
    return Comparison(publication, facts, changes, left_out, list(reasons))


def _changes(model, public, working):
    yield from differences(read_facts(model, public), read_facts(model, working))
    for collection, part_model in model.part_models().items():
        before, after = (
            {part["number"]: read_facts(part_model, part, model) for part in facts.get(collection, [])}
            for facts in (public, working)
        )
        for number in sorted(before.keys() | after.keys()):
            if before.get(number) != after.get(number):
                yield from part_differences(part_model, number, before.get(number), after.get(number))
