"""What somebody may write about: a record, type or region that is public, and who answers for it."""

from dataclasses import dataclass, field

from django.conf import settings
from django.http import Http404
from django.urls import reverse
from django.utils.text import capfirst

from projects.choices import Role
from projects.localized import choose
from projects.models import WITH_PAGES
from projects.serializers import PUBLISHED


@dataclass
class Subject:
    """One public record: the word for its noun, what it is called, its page, and the body responsible for it."""

    noun: str
    reference: str
    kind: str
    name: object
    address: str
    authority: dict = field(default_factory=dict)

    @property
    def addressee(self):
        """The name of the body that answers, or of who runs this site; "" where neither is known."""
        return choose(**self.authority["name"]) if self.authority else settings.SITE_OPERATOR

    @property
    def authority_reference(self):
        """The reference of that body; "" where the record names none."""
        return self.authority.get("reference", "")


def find(noun, reference):
    """The subject of this noun and reference (a region's code, a type's slug); raises Http404 unless it is public."""
    model = WITH_PAGES.get(noun)
    if model is None:
        raise Http404
    if model in PUBLISHED:
        rows = PUBLISHED[model].objects.current().defer("search_tokens", "mentions")
    else:
        rows = model.objects.live()
    entry = rows.filter(**{model.natural_key_field: reference}).first()
    if entry is None:
        raise Http404
    page = entry.slug if model in PUBLISHED else reference
    return Subject(
        noun,
        reference,
        capfirst(model._meta.verbose_name),
        entry.name,
        reverse(f"projects:{noun}_detail", args=[page]),
        _authority(getattr(entry, "facts", {})),
    )


def _authority(facts):
    """The first stakeholder that is the responsible authority, as facts name it; nothing where there is none."""
    for part in facts.get("participations", ()):
        if part["role"] == Role.AUTHORITY and not part["until"]:
            return part["stakeholder"]
    return {}
