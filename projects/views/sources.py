"""Sources: a page each, with every fact taken from the document."""

from django.shortcuts import render
from django.urls import reverse
from django.utils.text import capfirst

from projects.localized import in_both
from projects.models import (
    Citation,
    Plan,
    Project,
    PublishedPlan,
    PublishedProject,
    PublishedSite,
    PublishedSource,
    PublishedStakeholder,
    Region,
    Site,
    Source,
    Stakeholder,
)
from projects.views.changes import changes_of
from projects.views.citations import Notes, anchor_of, place_of
from projects.views.records import page_of
from projects.views.sheets import Sheet, describe, in_one_line
from projects.views.values import address, anchor, day, text

CITING = {"project": Project, "site": Site, "plan": Plan, "stakeholder": Stakeholder}
KEY_FACTS = ("publisher", "section", "published_on", "language", "url", "note")


@page_of(PublishedSource)
def source_detail(request, source):
    """What the document is, and every public fact taken from it, place by place."""
    sheet = Sheet(Source, source.facts, Notes())
    return render(
        request,
        "projects/source_detail.html",
        {
            "record": source,
            "sheet": sheet,
            "key_facts": sheet.rows(*KEY_FACTS),
            "changes": changes_of(source, Source),
            "places": _by_place([*_published_facts(source.reference), *_region_facts(source.reference)]),
        },
    )


def _published_facts(reference):
    """Every citation of the source by a published record: the citation, and the fact in words."""
    first, *others = (
        published.objects.current().mentioning("source", reference).named_facts()
        for published in (PublishedProject, PublishedSite, PublishedPlan, PublishedStakeholder)
    )
    # Django 6.1 would order the whole by the model's own ordering, whose columns are not among these.
    for noun, facts in first.union(*others, all=True).order_by():
        sheet = Sheet(CITING[noun], facts, Notes())
        for citation in facts["citations"]:
            if citation["source"]["reference"] == reference:
                entry = {"noun": noun, "slug": facts["slug"]}
                yield citation, _fact(sheet, citation, _name(facts), address(entry))


def _name(facts):
    """What a record is called; where it has no name, its type and reference."""
    if any(facts["name"].values()):
        return text(facts["name"])
    return f"{text(facts['type']['name'])} {facts['reference']}"


def _region_facts(reference):
    """Every citation of the source by a region, which is public as it stands."""
    citations = Citation.objects.filter(region__isnull=False, region__deleted_at=None, source__reference=reference)
    citations = citations.select_related("region").prefetch_related("region__connections", "region__advantages")
    for row in citations.order_by("region__code", "number"):
        facts = {
            "code": row.region.code,
            "name": in_both(row.region, "name"),
            "description": in_both(row.region, "description"),
            "connections": [_plain(part) for part in row.region.connections.all()],
            "advantages": [_plain(part) for part in row.region.advantages.all()],
        }
        citation = {
            "field": row.field,
            "part_number": row.part_number,
            "paragraph": row.paragraph,
            "page": row.page,
            "stated_on": row.stated_on,
        }
        place = reverse("projects:region_detail", args=[row.region.code])
        yield citation, _fact(Sheet(Region, facts, Notes()), citation, row.region.name, place)


def _plain(part):
    """A part of a region as facts hold it: its number, and what it says."""
    localized = {f"{name}_{language}" for name in part.localized for language in ("zh", "en")}
    names = [field.name for field in part._meta.concrete_fields if field.editable and not field.is_relation]
    said = {name: getattr(part, name) for name in names if name not in localized and name != "id"}
    return {"number": part.number} | {name: in_both(part, name) for name in part.localized} | said


def _fact(sheet, citation, name, place):
    """One fact taken from a source: whose it is, what is said, and the address where it is shown."""
    field, number = citation["field"], citation["part_number"]
    if number is None:
        said = sheet.fact(field).value
    else:
        said = next((in_one_line(part.shown) for part in sheet.parts(field) if part.facts["number"] == number), "")
    return {
        "noun": capfirst(sheet.model._meta.verbose_name),
        "name": name,
        "label": describe(sheet.model, field),
        "said": said,
        "address": f"{place}#{anchor(field, number)}",
    }


def _by_place(cited):
    """The facts gathered under the places in the document that say them, in its order."""
    places = {}
    for citation, fact in cited:
        key = anchor_of(citation)
        place = places.setdefault(key, {"anchor": key, "words": place_of(citation), "facts": [], "days": set()})
        place["facts"].append(fact)
        place["days"].add(day(citation["stated_on"]))
        place["order"] = _first_number(citation["page"]), _first_number(citation["paragraph"])
    return sorted(places.values(), key=lambda place: place["order"])


def _first_number(span):
    return int(span.partition("-")[0]) if span else 0
