"""Versions of records as people read them: who, when, why, in sentences, and each field before and after."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import F, IntegerField, OuterRef, Subquery, Value
from django.urls import reverse
from django.utils.text import capfirst

from projects.admin.sentences import say_act, say_change
from projects.admin.wording import Change, differences, name_targets, part_differences, read_row


@dataclass(frozen=True)
class Version:
    """One version of a record, and what it changed of the one before."""

    model: type
    key: int
    number: int
    made_at: datetime
    made_by: object
    reason: str
    act: str
    sentences: list[str]
    changes: list[Change]
    name: str
    is_deleted: bool

    @property
    def kind(self):
        """What kind of record it is a version of."""
        return capfirst(self.model._meta.verbose_name)

    @property
    def address(self):
        """The page of the record's own history."""
        return reverse(f"admin:projects_{self.model._meta.model_name}_history", args=[self.key])


def read_versions(lines):
    """The versions that lines of the log, `(model, line)` each, tell of, in their order; queries a kind, not a line."""
    earlier = _earlier(lines)
    part_lines = _lines_of_parts(lines)
    before_parts = _earlier(part_lines)
    targets = name_targets(
        [
            *lines,
            *((model, line) for (model, _key), line in earlier.items()),
            *part_lines,
            *((model, line) for (model, _key), line in before_parts.items()),
        ]
    )
    parts = {}
    for part_model, line in part_lines:
        parts.setdefault((line.owner_model, line.owner_key, line.record_version), []).append((part_model, line))
    found = []
    for model, line in lines:
        was = earlier.get((model, line.history_id))
        told = [
            (model, change, was, line)
            for change in differences(read_row(model, was, targets) if was else {}, read_row(model, line, targets))
        ]
        for part_model, part in parts.get((model, line.id, line.version), []):
            told += _told_of_part(model, part_model, part, before_parts, targets)
        found.append(
            Version(
                model=model,
                key=line.id,
                number=line.version,
                made_at=line.history_date,
                made_by=line.history_user,
                reason=line.history_change_reason or "",
                act=say_act(line, was),
                sentences=[say_change(*one) for one in told],
                changes=[change for _model, change, _was, _line in told],
                name=_name(line),
                is_deleted=line.deleted_at is not None,
            )
        )
    return found


def _told_of_part(model, part_model, line, before_parts, targets):
    was = before_parts.get((part_model, line.history_id))
    before = read_row(part_model, was, targets, model) if was and was.history_type != "-" else None
    after = None if line.history_type == "-" else read_row(part_model, line, targets, model)
    if line.history_type == "-" and before is None:
        before = read_row(part_model, line, targets, model)
    if before == after:
        return []
    return [(part_model, change, was, line) for change in part_differences(part_model, line.number, before, after)]


def _name(line):
    """What the record was called then."""
    name = getattr(line, "name_zh", ""), getattr(line, "name_en", "")
    return " · ".join(filter(None, name)) or getattr(line, "reference", "") or str(line.id)


def _earlier(lines):
    """(model, key of a line) -> the line before it of the same row; two queries a model."""
    found = {}
    for model in {model: None for model, _line in lines}:
        log = model.history.model.objects
        keys = [line.history_id for other, line in lines if other is model]
        earlier = log.filter(id=OuterRef("id"), history_id__lt=OuterRef("history_id")).order_by("-history_id")
        pairs = dict(
            log.filter(history_id__in=keys)
            .annotate(earlier=Subquery(earlier.values("history_id")[:1]))
            .values_list("history_id", "earlier")
        )
        rows = log.in_bulk({key for key in pairs.values() if key is not None})
        found |= {(model, key): rows[was] for key, was in pairs.items() if was is not None}
    return found


def _lines_of_parts(lines):
    """What the same versions changed in parts: `(part model, line)`, each line with the record it belongs to."""
    wanted = {(model, line.id, line.version) for model, line in lines}
    found = []
    for model in {model: None for model, _line in lines}:
        kinds = list(model.part_models().values())
        keys = {key for other, key, _version in wanted if other is model}
        numbers = {number for other, _key, number in wanted if other is model}
        logs = [
            kind.history.model.objects.filter(**{f"{owner_of(kind, model)}_id__in": keys}, record_version__in=numbers)
            for kind in kinds
        ]
        if not logs:
            continue
        present = [
            log.order_by().values_list(Value(place, IntegerField()), flat=True) for place, log in enumerate(logs)
        ]
        # Django 6.1 orders a union as the model says, by columns that this one has not.
        for place in sorted(set(present[0].union(*present[1:]).order_by())):
            owner = owner_of(kinds[place], model)
            for line in logs[place].annotate(owner_key=F(f"{owner}_id")).order_by("history_id"):
                line.owner_model = model
                if (model, line.owner_key, line.record_version) in wanted:
                    found.append((kinds[place], line))
    return found


def owner_of(part_model, model):
    """The name of the foreign key by which such parts belong to records of the model."""
    return next(name for name in part_model.owners if part_model._meta.get_field(name).related_model is model)
