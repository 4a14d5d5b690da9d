"""What each field of a noun, and of each kind of part, means: one sentence under the key of its column."""

from django.utils.translation import gettext_lazy as _

_REFERENCE = _("The public number of the record: it never changes and is never given to another record.")
_REGION = _("The county or district; the city as a whole where that is not known.")
_DIVISION_CODE = _("The six-digit code of the region (GB/T 2260).")
_ADDRESS = _("Where it is, in words.")
_LONGITUDE = _("How far east it lies, in degrees of WGS-84; empty where the exact place is not known.")
_LATITUDE = _("How far north it lies, in degrees of WGS-84; empty where the exact place is not known.")
_FORMER_NAMES = _("Names it had before, one a line; search still finds it by them.")
_SUMMARY = _("What it is, in a few sentences.")
_NUMBER = _("Its number among the entries of this kind in one record, to which source marks refer.")
_NOTE = _("What else is worth knowing of it.")
_WEB_ADDRESS = _("Where it can be read or seen on the web.")

# The word for a noun -> the key of a column of `columns.COLUMNS` -> what it means.
FIELDS = {
    "project": {
        "reference": _REFERENCE,
        "name": _("The name in use today."),
        "type": _("The kind of healthcare project it is, from the list of types."),
        "region": _REGION,
        "stage": _("How far the project has come in its life; how well it fares there is its condition."),
        "condition": _("How well the project fares within its stage; how far it has come is its stage."),
        "start": _("When work starts: the actual date where one is recorded, else the planned one, marked as planned."),
        "finish": _(
            "When it is completed: the actual date where one is recorded, else the planned one, marked as planned."
        ),
        "investment": _("What the project costs in all, as the source states it; empty means not stated, never zero."),
        "investment_currency": _("The currency of every amount of the project."),
        "confirmed_on": _("The day somebody last made sure that stage and condition still hold."),
        "is_benchmark": _("Whether a source calls the project a benchmark, held up as an example for others."),
        "nature": _("What is done to the buildings."),
        "national_code": _("The number given to the project when it was approved or filed; empty where none is known."),
        "former_names": _FORMER_NAMES,
        "part_of": _("The whole of which this project is a phase; totals count the whole or its phases, never both."),
        "site": _("The site on which the project stands."),
        "plan": _("The plan that calls for its site: a project comes to a plan only by its site."),
        "region_code": _DIVISION_CODE,
        "address": _ADDRESS,
        "longitude": _LONGITUDE,
        "latitude": _LATITUDE,
        "condition_reason": _("Why the project is delayed, suspended or cancelled."),
        "start_first": _("The first day of the period given as start: 1 January where only the year is known."),
        "finish_last": _(
            "The last day of the period given as finish: 31 December where only the year is known. "
            "A project is overdue from the day after it."
        ),
        "start_baseline": _("The start that was promised first; it stays when the plan moves."),
        "start_planned": _("The start that is planned now."),
        "start_actual": _("When work really started."),
        "finish_baseline": _("The completion that was promised first; it stays when the plan moves."),
        "finish_planned": _("The completion that is planned now."),
        "finish_actual": _("When the project was really completed."),
        "summary": _SUMMARY,
    },
    "site": {
        "reference": _REFERENCE,
        "name": _("The name of the place; where the plan gives it none, its type and reference."),
        "type": _("The kind of healthcare project that is wanted or stands there, from the list of types."),
        "region": _REGION,
        "status": _("How firmly the place has been chosen, from the call of a plan to the finished site."),
        "plan": _("The plan that calls for the site; empty where a project stands without one."),
        "status_reason": _("Why the site has this status: always given where it was dropped."),
        "region_code": _DIVISION_CODE,
        "address": _ADDRESS,
        "longitude": _LONGITUDE,
        "latitude": _LATITUDE,
        "summary": _SUMMARY,
    },
    "plan": {
        "reference": _REFERENCE,
        "name": _("The name of the plan."),
        "region": _("The region that the plan is made for."),
        "status": _("How far the plan has come, from draft to expiry."),
        "issued": _("When the plan was issued."),
        "description": _("What the plan lays out, in short."),
        "rationale": _("Why the plan chose this layout, as the source gives the reasons."),
    },
    "stakeholder": {
        "reference": _REFERENCE,
        "name": _("The name of the person, organisation or group."),
        "kind": _("Whether it is a person, an organisation or a group."),
        "office": _("The office a person holds in public, as the source states it; nothing private is recorded."),
        "region": _("The region it belongs to or is responsible for."),
        "organisation_code": _("The code under which an organisation is registered; people and groups have none."),
        "former_names": _FORMER_NAMES,
        "summary": _("Who or what it is, in a few sentences."),
        "website": _("Its own site on the web."),
        "phone": _("The telephone of an organisation's office; never that of a person."),
        "email": _("The e-mail address of an organisation's office; never that of a person."),
    },
    "source": {
        "reference": _REFERENCE,
        "name": _("The title of the document."),
        "publisher": _("Who published the document."),
        "section": _("The section of the newspaper or site in which it appeared."),
        "published_on": _("The day the document bears."),
        "language": _("The language the document is written in."),
        "url": _WEB_ADDRESS,
        "note": _NOTE,
    },
    "document": {
        "reference": _("The public number of the project that the document is about."),
        "name": _("The title of the document."),
        "project": _("The project that the document is about."),
        "type": _("What the document is."),
        "category": _("The category of information to which it belongs, of the eight that must be disclosed."),
        "disclosure": _("Whether this item of information has been made public."),
        "disclosure_reason": _("Why this item does not apply to the project."),
        "issued_on": _("The day the document bears."),
        "due_on": _("The last day on which it has to be made public."),
        "document_number": _("The number that the issuing authority gave the document."),
        "authority": _("The body that issued the document."),
        "url": _WEB_ADDRESS,
        "number": _NUMBER,
    },
}

# The name of a kind of part -> the key of a column of `columns.part_columns` -> what it means, whatever has the part.
PARTS = {
    "milestones": {
        "number": _NUMBER,
        "kind": _("What the milestone marks."),
        "name": _("What the milestone is called, where its kind does not say enough."),
        "due": _("When it has to be met."),
        "met": _("When it was met; empty where it has not been, or where nobody recorded it."),
    },
    "annual_investments": {
        "number": _NUMBER,
        "year": _("The calendar year."),
        "planned": _("What the plan of that year was to invest."),
        "completed": _("What was really invested in that year; empty means not stated, never zero."),
    },
    "amenities": {
        "number": _NUMBER,
        "kind": _("Whom or what the amenity serves."),
        "name": _("What the amenity is called."),
        "purpose": _("What it is for, as the source states it."),
    },
    "quantities": {
        "number": _NUMBER,
        "measure": _("What is counted or measured."),
        "value": _("How many, or how much, in the unit beside it."),
        "unit": _("The unit of the value, as the source gives it: areas are not converted."),
    },
    "progress_reports": {
        "number": _NUMBER,
        "reported_on": _("The day of which the report speaks."),
        "percent": _("How much of the work was done by that day, in per cent."),
        "completed_to_date": _("What had been invested from the beginning to that day."),
        "completed_this_year": _("What had been invested from 1 January of that year to that day."),
        "note": _NOTE,
    },
    "documents": {
        "number": _NUMBER,
        "title": _("The title of the document."),
        "file": _("The document itself, where it is kept on this site."),
    }
    | {
        key: FIELDS["document"][key]
        for key in (
            *("type", "category", "disclosure", "disclosure_reason"),
            *("document_number", "authority", "issued_on", "due_on", "url"),
        )
    },
    "photos": {
        "number": _NUMBER,
        "alt": _("What the picture shows, for those who cannot see it."),
        "credit": _("Who took the picture or holds the rights in it."),
        "taken_on": _("The day the picture was taken."),
        "url": _WEB_ADDRESS,
        "file": _("The picture itself, where it is kept on this site."),
    },
    "key_listings": {
        "number": _NUMBER,
        "list": _("The list of key projects on which the project stands."),
        "year": _("The year for which that list was drawn up."),
    },
    "connections": {
        "number": _NUMBER,
        "relation": _("Whether the place lies next to the site or is reached from it."),
        "place": _("The place at the other end."),
        "place_state": _("Whether that place is there yet."),
        "direction": _("Where that place lies, seen from the site."),
        "mode": _("How one travels there."),
        "minutes": _("How long the journey takes, as the source states it."),
        "note": _NOTE,
    },
    "participations": {
        "number": _NUMBER,
        "stakeholder": _("Who takes part."),
        "role": _("What the stakeholder does there; one may have several roles."),
        "position": _("The position a person held at that time, as the source stated it then."),
        "note": _NOTE,
        "since": _("From when the stakeholder has had the role."),
        "until": _("Until when; empty where it lasts, or where no end is recorded."),
    },
    "advantages": {
        "number": _NUMBER,
        "name": _("What the advantage is called."),
        "text": _("What it consists in, as the plan states it."),
    },
    "remarks": {
        "number": _NUMBER,
        "stakeholder": _("Who said it."),
        "text": _("What was said, in our words and not as a quotation."),
    },
    "citations": {
        "number": _("The number of the citation within its record."),
        "source": _("The document that supports the fact."),
        "field": _("The field or the kind of entry that is supported, by its key in this guide."),
        "part_number": _("The number of the entry that is supported, where it is one of several."),
        "paragraph": _("The paragraph of the document in which the fact stands: 4, or 2-3."),
        "page": _("The page of the document on which the fact stands: 4, or 2-3."),
        "stated_on": _("The day the source states the fact: it is shown as of that day, never as of today."),
    },
}
