"""What coded values mean where their words alone could be mistaken."""

from django.utils.translation import gettext_lazy as _

from projects.choices import (
    Condition,
    Disclosure,
    DisclosureState,
    MilestoneKind,
    Nature,
    PlaceState,
    PlanStatus,
    Relation,
    Role,
    SiteStatus,
    Stage,
    StakeholderKind,
    Unit,
)

# The noun or kind of part, and the key of the column, that first has them -> code -> what that means.
CODES = {
    ("project", "stage"): {
        Stage.RESERVE: _("An idea kept for later: the procedures of approval have not begun."),
        Stage.PRELIMINARY: _("Approval or filing, feasibility study, design and permits are under way."),
        Stage.TENDERING: _("Builders and suppliers are being chosen."),
        Stage.CONSTRUCTION: _("Work has begun and is not yet accepted, even if it stands still."),
        Stage.COMPLETED: _("The works are finished and accepted; it has not opened yet."),
        Stage.OPERATION: _("It is open and used."),
    },
    ("project", "condition"): {
        Condition.ON_TRACK: _("Nothing is known to hold it up."),
        Condition.DELAYED: _("It goes on, but later than was planned."),
        Condition.SUSPENDED: _("It stands still and may go on later; its stage stays as it was."),
        Condition.CANCELLED: _("It will not go on; its stage says how far it had come."),
    },
    ("project", "nature"): {
        Nature.NEW: _("Built where nothing of the kind stood."),
        Nature.EXPANSION: _("Something that exists is made larger."),
        Nature.REBUILD: _("Something that exists is changed or renewed."),
        Nature.RELOCATION: _("Something that exists moves to another place."),
    },
    ("site", "status"): {
        SiteStatus.PLANNED: _("A plan calls for it; nobody has confirmed or dropped it yet."),
        SiteStatus.CONFIRMED: _("The place has been decided on."),
        SiteStatus.DEVELOPMENT: _("Work is going on there."),
        SiteStatus.BUILT: _("What was to be built there stands."),
        SiteStatus.DROPPED: _("It will not be built there; the reason is given."),
    },
    ("plan", "status"): {
        PlanStatus.DRAFTED: _("Written, and not adopted yet."),
        PlanStatus.ADOPTED: _("Decided by the body responsible."),
        PlanStatus.REVISED: _("Adopted before, and now being changed."),
        PlanStatus.EXPIRED: _("No longer valid."),
    },
    ("stakeholder", "kind"): {
        StakeholderKind.PERSON: _("Somebody who acts in a public office, and only as such."),
        StakeholderKind.ORGANISATION: _("An authority, a company or another body."),
        StakeholderKind.GROUP: _("Many people who have something in common: the residents of a town."),
    },
    ("document", "category"): {
        Disclosure.APPROVAL_SERVICE: _("How to apply for approval: what is asked for, where, and how long it takes."),
        Disclosure.APPROVAL_RESULT: _("What was approved: budget, feasibility study, environmental impact, design."),
        Disclosure.TENDERING: _("Tender and award notices, evaluations, signed contracts."),
        Disclosure.LAND: _("How land is taken and what becomes of those who lived on it."),
        Disclosure.DESIGN_CHANGE: _("Changes of design, contract or scope."),
        Disclosure.CONSTRUCTION: _("How the works go on."),
        Disclosure.QUALITY: _("What supervisors and technical audits found."),
        Disclosure.COMPLETION: _("Acceptance, final accounts, evaluation of the finished project."),
    },
    ("document", "disclosure"): {
        DisclosureState.PUBLISHED: _("It is public."),
        DisclosureState.NOT_DUE: _("It is not public yet, and need not be yet."),
        DisclosureState.NOT_APPLICABLE: _("The project has no such item; the reason is given."),
        DisclosureState.OVERDUE: _("It should be public by now and is not."),
    },
    ("milestones", "kind"): {
        MilestoneKind.APPROVAL: _("The project is approved or filed."),
        MilestoneKind.LAND: _("The right to use the land is secured."),
        MilestoneKind.PERMIT: _("A permit that the works need is granted."),
        MilestoneKind.CONTRACT: _("A contract on the works or their financing is signed."),
        MilestoneKind.START: _("Work on the ground begins."),
        MilestoneKind.TOPPING_OUT: _("The frame of the building stands."),
        MilestoneKind.ACCEPTANCE: _("The finished works are accepted."),
        MilestoneKind.OPENING: _("It opens to those it is for."),
        MilestoneKind.OTHER: _("Its name says what it is."),
    },
    ("quantities", "unit"): {
        Unit.BED: _("Places to sleep, not rooms."),
        Unit.SQUARE_METRE: _("Square metres."),
        Unit.MU: _("A Chinese measure of land: 15 mu are one hectare, one mu is about 667 m²."),
        Unit.HECTARE: _("10,000 square metres."),
        Unit.HOUSEHOLD: _("Households, not people."),
        Unit.PERSON: _("People, not visits or households."),
    },
    ("connections", "relation"): {
        Relation.BORDERS: _("The place lies next to it."),
        Relation.REACHES: _("The place is reached from it, mostly with the minutes that takes."),
    },
    ("connections", "place_state"): {
        PlaceState.EXISTING: _("It is there and can be used."),
        PlaceState.DEVELOPMENT: _("It is being built."),
        PlaceState.PLANNED: _("It is planned only: what is said of the journey holds once it is there."),
    },
    ("participations", "role"): {
        Role.AUTHORITY: _("The public body that answers for it."),
        Role.OWNER: _("The body that has it built and is liable for it."),
        Role.INVESTOR: _("Whoever puts money into it."),
        Role.CONTRACTOR: _("The company that builds it."),
        Role.DESIGNER: _("The office that designs it."),
        Role.SUPERVISOR: _("The company that checks the works for the owner."),
        Role.OPERATOR: _("Whoever runs it once it is open."),
        Role.LEADERSHIP: _("Those in political office who speak for it or lead it."),
        Role.MARKET: _("Businesses that are counted on to build up the industry."),
        Role.TARGET_MARKET: _("The people or region whose demand it is meant for."),
        Role.SUPPORTER: _("Whoever helps it without owning, paying for or building it."),
        Role.RESIDENTS: _("The people who live there."),
    },
}
