"""What each column means, in a sentence for readers: the data guide shows it beside the field."""

from django.utils.translation import gettext_lazy as _

# By the key of a column, whatever it belongs to.
MEANINGS = {
    "reference": _("The number under which the record is public. It never changes and is never given out again."),
    "name": _("What it is called. Where it has no name of its own, its type and reference stand for it."),
    "type": _("What kind of healthcare project or site it is, from the list of project types."),
    "region": _("The administrative division it lies in; a prefecture where nothing closer is stated."),
    "region_code": _("The six digits of that division in GB/T 2260."),
    "summary": _("What it is, in a few sentences."),
    "address": _("Where it is, as offices write it."),
    "longitude": _("Degrees east, in WGS-84: not the shifted datum of most Chinese web maps."),
    "latitude": _("Degrees north, in WGS-84: not the shifted datum of most Chinese web maps."),
    "number": _("The number of this part within its record. It is never given out again."),
    "note": _("What else the source says of it."),
    "former_names": _("What it was called before; it is still found by these."),
    "url": _("Where it stands on the web."),
    "text": _("What is said, in the words of the source or a translation."),
    # Projects
    "stage": _("How far the project has come in its life, whether it fares well or not."),
    "condition": _("How it fares within its stage: on track, delayed, suspended or cancelled."),
    "condition_reason": _("Why it is delayed, suspended or cancelled."),
    "start": _("When building starts: the actual date where it is recorded, else the planned one."),
    "finish": _("When building finishes: the actual date where it is recorded, else the planned one."),
    "start_first": _("The first day on which it may start: of “2026” this is 1 January."),
    "finish_last": _("The last day by which it may finish: of “2026” this is 31 December. Overdue counts from it."),
    "start_baseline": _("The start that was first promised. It stays when plans change."),
    "start_planned": _("The start as it is planned now."),
    "start_actual": _("The day on which it started."),
    "finish_baseline": _("The finish that was first promised. It stays when plans change."),
    "finish_planned": _("The finish as it is planned now."),
    "finish_actual": _("The day on which it finished."),
    "investment": _("What it is to cost in all, as stated. Empty means that nobody states it, never zero."),
    "investment_currency": _("The currency of the amounts. Totals add up yuan alone."),
    "confirmed_on": _("The last day on which somebody confirmed that stage and condition still hold."),
    "is_benchmark": _("Whether the prefecture holds it up as an example to others."),
    "nature": _("Whether it is newly built, extended, rebuilt or moved."),
    "national_code": _(
        "Its code on the national platform for investment projects (全国投资项目统一代码), 24 characters."
    ),
    "part_of": _("The whole of which it is a phase. Totals count a whole or its phases, never both."),
    "site": _("The site it stands on."),
    "plan": _("The plan that calls for it."),
    # Sites, plans
    "status": _("How firmly it stands: a site from planned to built or dropped, a plan from drafted to expired."),
    "status_reason": _("Why the site was dropped, or otherwise stands as it does."),
    "issued": _("When the plan was issued."),
    "description": _("What the plan says, in short."),
    "rationale": _("Why the plan calls for what it does."),
    # Stakeholders
    "kind": _("What kind of thing it is, from a closed list."),
    "office": _("The public office a person holds, as the source states it."),
    "organisation_code": _(
        "The unified social credit code of an organisation (统一社会信用代码, GB 32100), 18 characters."
    ),
    "website": _("Its own site on the web."),
    "phone": _("The telephone of an office, never of a person."),
    "email": _("The e-mail of an office, never of a person."),
    # Sources
    "publisher": _("Who published the document."),
    "section": _("Where in the publication it stands."),
    "published_on": _("The day of the document. What is taken from it is shown as of this day."),
    "language": _("The language the document is written in."),
    # Documents
    "project": _("The project that the document is about."),
    "title": _("What the document is called."),
    "category": _("Which of the eight categories of the disclosure rules for major projects it belongs to."),
    "disclosure": _("Whether it is public, not due yet, overdue, or need not be disclosed."),
    "disclosure_reason": _("Why it need not be disclosed, or is late."),
    "issued_on": _("The day on which it was issued."),
    "due_on": _("The day by which it has to be public."),
    "document_number": _("The number the issuing body gave it."),
    "authority": _("The body that issued it."),
    "file": _("The document or picture itself, where it is kept here."),
    # Parts
    "due": _("When the milestone is to be met."),
    "met": _("When it was met."),
    "year": _("The calendar year."),
    "planned": _("What was planned to be spent in that year."),
    "completed": _("What was spent in that year."),
    "purpose": _("What it is for."),
    "measure": _("What is measured: beds, floor area, jobs."),
    "value": _("How much of it there is or will be."),
    "unit": _("What it is counted in."),
    "reported_on": _("The day that the report describes."),
    "percent": _("How much of the building work is done, in per cent, as reported."),
    "completed_to_date": _("What had been spent since the start."),
    "completed_this_year": _("What had been spent since 1 January."),
    "alt": _("What the picture shows, in words."),
    "credit": _("Who took the picture or holds the rights."),
    "taken_on": _("The day on which it was taken."),
    "list": _("The list of key projects it stood on, with its level."),
    "stakeholder": _("Who takes part or speaks."),
    "role": _("What they do in it: a role that OC4IDS knows, or one of our own."),
    "position": _("The position they held then, as the source states it."),
    "since": _("When the role began."),
    "until": _("When it ended."),
    "source": _("The document that says so."),
    "field": _("The field, or kind of part, that the source supports."),
    "part_number": _("Which part of that kind, by its number; empty where it is a field of the record."),
    "paragraph": _("The paragraph of the document that says so."),
    "page": _("The page of the document that says so."),
    "stated_on": _("The day on which the source stated it. The fact is shown as of this day, never as of today."),
    "relation": _("Whether the place borders it or is reached from it."),
    "place": _("The place that it borders or reaches."),
    "place_state": _("How far that place itself has come."),
    "direction": _("In which direction the place lies."),
    "mode": _("How one gets there."),
    "minutes": _("How long it takes, in minutes."),
}

TERMS = [
    (
        "published",
        _("Published, public"),
        _(
            "What a reviewer let out. Everything on these pages and in these files was published; drafts are in "
            "neither."
        ),
    ),
    (
        "stated-on",
        _("Stated on"),
        _(
            "A fact is shown as of the day its source stated it. A fact of 2021 may no longer hold; nobody here claims"
            " that it does."
        ),
    ),
    (
        "unsourced",
        _("Unsourced"),
        _(
            "Recorded, but no source is cited for it yet. Facts with a mark such as [1] lead to the paragraph that "
            "says so."
        ),
    ),
    ("not-recorded", _("Not recorded, not stated"), _("Nobody has entered it. It is never zero and never “no”.")),
    (
        "withdrawn",
        _("Withdrawn"),
        _("No longer public from a day on; what was public on earlier days stays on record."),
    ),
    (
        "retracted",
        _("Retracted"),
        _("Taken out of every day, for law, privacy or error, by two people. Only the reference remains."),
    ),
    (
        "totals",
        _("What totals cover"),
        _(
            "A total says of how many records it knows the amount: “CNY 320 million (5 of 7 projects state an "
            "amount)”. Other currencies are listed apart."
        ),
    ),
    (
        "dates",
        _("Inexact dates"),
        _(
            "“By the end of 2025” is kept as it was written and as the first and last day it allows. A range of dates "
            "finds what lies wholly within it."
        ),
    ),
    (
        "yuan",
        _("万 and 亿"),
        _(
            "A 万 is ten thousand, a 亿 a hundred million. The exact amount is in reach of every shortened one, and in "
            "every file."
        ),
    ),
    (
        "disclosure",
        _("The eight categories of disclosure"),
        _(
            "What has to be made public of major construction projects: State Council General Office, No. 94 of 2017 "
            "(国办发〔2017〕94号)."
        ),
    ),
    (
        "oc4ids",
        _("OC4IDS"),
        _("The Open Contracting for Infrastructure Data Standard, whose terms the fields follow where it has one."),
    ),
]
