"""Stakeholders: a page each."""

from django.db.models import Q
from django.shortcuts import render

from projects.choices import StakeholderKind
from projects.models import (
    FOREVER,
    Plan,
    Project,
    PublishedParticipation,
    PublishedPlan,
    PublishedProject,
    PublishedStakeholder,
    Site,
    Stakeholder,
)
from projects.views.changes import changes_of
from projects.views.citations import Notes
from projects.views.records import page_of
from projects.views.sheets import Sheet
from projects.views.values import anchor, noun_of, publication_address

KEY_FACTS = (
    *("kind", "office", "organisation_code", "region", "former_names"),
    *("summary", "website", "phone", "email"),
)
# What is said to be missing where it is not recorded: only an organisation has a code.
EXPECTED = {
    StakeholderKind.PERSON: {"kind", "office", "region", "summary"},
    StakeholderKind.ORGANISATION: {"kind", "organisation_code", "region", "summary", "website", "phone", "email"},
    StakeholderKind.GROUP: {"kind", "region", "summary"},
}
OWNERS = {"project": Project, "site": Site, "plan": Plan}


@page_of(PublishedStakeholder)
def stakeholder_detail(request, stakeholder):
    """Everything published of a stakeholder: what it takes part in, and what it said."""
    notes = Notes()
    sheet = Sheet(Stakeholder, stakeholder.facts, notes)
    expected = EXPECTED[stakeholder.kind]
    return render(
        request,
        "projects/stakeholder_detail.html",
        {
            "record": stakeholder,
            "sheet": sheet,
            "notes": notes,
            "key_facts": [fact for fact in sheet.rows(*KEY_FACTS) if fact.value or fact.anchor in expected],
            "roles": list(_roles(stakeholder, notes)),
            "remarks": list(_remarks(stakeholder, notes)),
            "unsourced": sheet.unsourced(),
            "changes": changes_of(stakeholder, Stakeholder),
        },
    )


def _roles(stakeholder, notes):
    """What the stakeholder takes part in, role by role, each with the sources that say so."""
    public = Q()
    for owner in OWNERS:
        public |= Q(**{f"{owner}__shown_until": FOREVER})
    rows = PublishedParticipation.objects.filter(public, stakeholder_reference=stakeholder.reference)
    owners = {}
    for row in rows.select_related(*OWNERS).order_by("pk"):
        owner = row.project or row.site or row.plan
        owners[noun_of(owner), owner.reference] = owner
    for owner in owners.values():
        yield from _parts_of(stakeholder, "participations", owner, notes)


def _remarks(stakeholder, notes):
    """What the stakeholder said of projects and plans."""
    for published in (PublishedProject, PublishedPlan):
        for owner in published.objects.current().mentioning("stakeholder", stakeholder.reference).by_reference():
            yield from _parts_of(stakeholder, "remarks", owner, notes)


def _parts_of(stakeholder, collection, owner, notes):
    """The parts of another record that name the stakeholder, with the sources that support them."""
    numbers = {
        part["number"] for part in owner.facts[collection] if part["stakeholder"]["reference"] == stakeholder.reference
    }
    sheet = Sheet(
        OWNERS[noun_of(owner)],
        owner.facts,
        notes,
        is_wanted=lambda field, number: field == collection and number in numbers,
        prefix=f"{owner.reference.lower()}-",
    )
    for part in sheet.parts(collection):
        number = part.facts["number"]
        if number in numbers:
            place = f"{publication_address(owner)}#{anchor(collection, number)}"
            yield {"owner": owner, "address": place, "part": part}
