"""Closed vocabularies: what a record may say, in both languages and in the order people expect."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Precision(TextChoices):
    """How exactly a date is known."""

    DAY = "day", _("day")
    MONTH = "month", _("month")
    QUARTER = "quarter", _("quarter")
    HALF = "half-year", _("half-year")
    YEAR = "year", _("year")


class State(TextChoices):
    """Where a working record stands on its way to the public."""

    DRAFT = "draft", _("draft")
    PUBLISHED = "published", _("published")
    WITHDRAWN = "withdrawn", _("withdrawn")
    RETRACTED = "retracted", _("retracted")


class Review(TextChoices):
    """What a working record waits for, beside its state: a published record can be under review again."""

    SUBMITTED = "submitted", _("in review")
    RETURNED = "returned", _("returned")
    RETRACTION = "retraction", _("retraction asked for")


class Stage(TextChoices):
    """The life of a project, in the order it passes through it."""

    RESERVE = "reserve", _("in reserve")
    PRELIMINARY = "preliminary", _("preliminary work")
    TENDERING = "tendering", _("tendering")
    CONSTRUCTION = "construction", _("under construction")
    COMPLETED = "completed", _("completed and accepted")
    OPERATION = "operation", _("in operation")


class Condition(TextChoices):
    """How a project fares within its stage."""

    ON_TRACK = "on-track", _("on track")
    DELAYED = "delayed", _("delayed")
    SUSPENDED = "suspended", _("suspended")
    CANCELLED = "cancelled", _("cancelled")


class Nature(TextChoices):
    """What is done to the buildings (建设性质)."""

    NEW = "new", _("new construction")
    EXPANSION = "expansion", _("expansion")
    REBUILD = "rebuild", _("rebuilding")
    RELOCATION = "relocation", _("relocation")


class SiteStatus(TextChoices):
    """How firmly a place has been chosen, from the plan's wish to the finished site."""

    PLANNED = "planned", pgettext_lazy("site", "planned")
    CONFIRMED = "confirmed", pgettext_lazy("site", "confirmed")
    DEVELOPMENT = "development", pgettext_lazy("site", "being developed")
    BUILT = "built", pgettext_lazy("site", "built")
    DROPPED = "dropped", pgettext_lazy("site", "dropped")


class PlanStatus(TextChoices):
    """How far a plan has come in law."""

    DRAFTED = "drafted", pgettext_lazy("plan", "drafted")
    ADOPTED = "adopted", pgettext_lazy("plan", "adopted")
    REVISED = "revised", pgettext_lazy("plan", "being revised")
    EXPIRED = "expired", pgettext_lazy("plan", "expired")


class StakeholderKind(TextChoices):
    """What kind of body a stakeholder is."""

    PERSON = "person", _("person in a public function")
    ORGANISATION = "organisation", _("organisation")
    GROUP = "group", _("public group")


class Role(TextChoices):
    """What a stakeholder does in a project, site or plan."""

    AUTHORITY = "authority", _("responsible authority")
    OWNER = "owner", _("project owner")
    INVESTOR = "investor", _("investor")
    CONTRACTOR = "contractor", _("contractor")
    DESIGNER = "designer", _("designer")
    SUPERVISOR = "supervisor", _("supervisor")
    OPERATOR = "operator", _("operator")
    LEADERSHIP = "leadership", _("political leadership")
    MARKET = "market", _("market")
    TARGET_MARKET = "target-market", _("target market")
    SUPPORTER = "supporter", _("supporter")
    RESIDENTS = "residents", _("residents")


# The bit by which publications note that somebody has a role. Each keeps its own for good; a new one takes the next.
ROLE_BITS = {
    role: 1 << place
    for place, role in enumerate(
        [
            *(Role.AUTHORITY, Role.OWNER, Role.INVESTOR, Role.CONTRACTOR, Role.DESIGNER, Role.SUPERVISOR),
            *(Role.OPERATOR, Role.LEADERSHIP, Role.MARKET, Role.TARGET_MARKET, Role.SUPPORTER, Role.RESIDENTS),
        ]
    )
}


class Level(TextChoices):
    """The tier of government that keeps a key-project list."""

    NATIONAL = "national", _("national")
    PROVINCE = "province", _("provincial")
    PREFECTURE = "prefecture", _("municipal")
    COUNTY = "county", _("county")


class RegionLevel(TextChoices):
    """The tier of an administrative division (GB/T 2260)."""

    PROVINCE = "province", _("province")
    PREFECTURE = "prefecture", _("prefecture")
    COUNTY = "county", _("county or district")


class MilestoneKind(TextChoices):
    """What a milestone marks."""

    APPROVAL = "approval", _("approval or filing")
    LAND = "land", _("land secured")
    PERMIT = "permit", _("permit")
    CONTRACT = "contract", _("contract signed")
    START = "start", _("work begins")
    TOPPING_OUT = "topping-out", _("structure completed")
    ACCEPTANCE = "acceptance", _("completion accepted")
    OPENING = "opening", _("opening")
    OTHER = "other", _("other")


class AmenityKind(TextChoices):
    """What an amenity serves."""

    MEDICAL = "medical", _("medical care")
    ELDERLY_CARE = "elderly-care", _("care of the elderly")
    LIFELONG_LEARNING = "lifelong-learning", _("learning in later life")
    CHILDREN = "children", _("early childhood")
    SCHOOL = "school", _("school")
    LEISURE = "leisure", _("leisure and sport")
    HOUSING = "housing", _("housing")
    COMMERCE = "commerce", _("shops and services")
    OTHER = "other", _("other")


class Measure(TextChoices):
    """What is counted or measured of a project."""

    BEDS = "beds", _("beds")
    ELDERLY_BEDS = "elderly-beds", _("beds for the elderly")
    LAND_AREA = "land-area", _("land area")
    FLOOR_AREA = "floor-area", _("floor area")
    HOUSEHOLDS = "households", _("households")
    JOBS = "jobs", _("jobs")
    VISITORS = "visitors", _("visitors a year")


class Unit(TextChoices):
    """The unit a quantity is given in."""

    BED = "bed", pgettext_lazy("unit", "beds")
    SQUARE_METRE = "m2", _("m²")
    MU = "mu", _("mu")
    HECTARE = "hectare", _("hectares")
    HOUSEHOLD = "household", pgettext_lazy("unit", "households")
    PERSON = "person", _("persons")


class Disclosure(TextChoices):
    """The eight categories of information on major construction projects (国办发〔2017〕94号)."""

    APPROVAL_SERVICE = "1", _("approval services")
    APPROVAL_RESULT = "2", _("approval results")
    TENDERING = "3", _("tendering and bidding")
    LAND = "4", _("land acquisition")
    DESIGN_CHANGE = "5", _("major design changes")
    CONSTRUCTION = "6", _("construction")
    QUALITY = "7", _("quality and safety supervision")
    COMPLETION = "8", _("completion")


class DisclosureState(TextChoices):
    """Whether an item of information that must be disclosed has been."""

    PUBLISHED = "published", pgettext_lazy("disclosure", "published")
    NOT_DUE = "not-due", pgettext_lazy("disclosure", "not yet due")
    NOT_APPLICABLE = "not-applicable", pgettext_lazy("disclosure", "not applicable")
    OVERDUE = "overdue", pgettext_lazy("disclosure", "overdue")


class DocumentType(TextChoices):
    """What a document is: the codes of OC4IDS's open list documentType that our disclosure categories use."""

    BUDGET_APPROVAL = "budgetApproval", _("budget approval")
    FEASIBILITY_STUDY = "feasibilityStudy", _("feasibility study")
    ENVIRONMENTAL_IMPACT = "environmentalImpact", _("environmental impact")
    DESIGN_REPORT = "designReport", _("design report")
    TENDER_NOTICE = "tenderNotice", _("tender notice")
    AWARD_NOTICE = "awardNotice", _("award notice")
    CONTRACT_SIGNED = "contractSigned", _("signed contract")
    EVALUATION_REPORTS = "evaluationReports", _("evaluation report")
    LAND_IMPACT = "landAndSettlementImpact", _("land and settlement impact")
    RESETTLEMENT_PLAN = "resettlementPlan", _("resettlement plan")
    CONTRACT_AMENDMENT = "contractAmendment", _("contract amendment")
    PROJECT_SCOPE = "projectScope", _("project scope")
    PHYSICAL_PROGRESS = "physicalProgressReport", _("physical progress report")
    QUALITY_ASSURANCE = "qualityAssuranceReport", _("quality assurance report")
    TECHNICAL_AUDIT = "technicalAuditReport", _("technical audit report")
    COMPLETION_CERTIFICATE = "completionCertificate", _("completion certificate")
    FINANCIAL_AUDIT = "financialAuditReport", _("financial audit report")
    PROJECT_EVALUATION = "projectEvaluation", _("project evaluation")


class Relation(TextChoices):
    """How a place lies to a site or region."""

    BORDERS = "borders", _("borders")
    REACHES = "reaches", _("reaches")


class Direction(TextChoices):
    """Where a place lies, seen from the site or region."""

    NORTH = "north", _("north")
    NORTH_EAST = "north-east", _("north-east")
    EAST = "east", _("east")
    SOUTH_EAST = "south-east", _("south-east")
    SOUTH = "south", _("south")
    SOUTH_WEST = "south-west", _("south-west")
    WEST = "west", _("west")
    NORTH_WEST = "north-west", _("north-west")


class Mode(TextChoices):
    """How a place is reached."""

    DRIVE = "drive", _("drive")
    WALK = "walk", _("walk")
    BUS = "bus", _("bus")
    RAIL = "rail", _("rail")
    HIGH_SPEED_RAIL = "high-speed-rail", _("high-speed rail")
    FLIGHT = "flight", _("flight")


class PlaceState(TextChoices):
    """Whether the place at the other end of a connection is there yet."""

    EXISTING = "existing", pgettext_lazy("place", "existing")
    DEVELOPMENT = "development", pgettext_lazy("place", "under development")
    PLANNED = "planned", pgettext_lazy("place", "planned")


class RequestKind(TextChoices):
    """What somebody from the public writes about a record."""

    MISTAKE = "mistake", pgettext_lazy("request", "Something is wrong")
    MISSING = "missing", pgettext_lazy("request", "Something is missing")
    DOCUMENT = "document", pgettext_lazy("request", "I send a document")
    QUESTION = "question", pgettext_lazy("request", "I have a question")


class RequestState(TextChoices):
    """How far staff have come with what somebody wrote."""

    OPEN = "open", pgettext_lazy("request", "open")
    ANSWERED = "answered", pgettext_lazy("request", "answered")
    CLOSED = "closed", pgettext_lazy("request", "closed")


class Digest(TextChoices):
    """How often an account is told by mail what waits for it."""

    DAILY = "daily", pgettext_lazy("digest", "every day")
    WEEKLY = "weekly", pgettext_lazy("digest", "on Mondays")
    NEVER = "never", pgettext_lazy("digest", "never")


class MailLanguage(TextChoices):
    """The language that an account is written to in, each named in itself."""

    CHINESE = "zh-hans", "简体中文"
    ENGLISH = "en", "English"


class Audience(TextChoices):
    """Who finds a saved view."""

    OWN = "own", pgettext_lazy("who finds a view", "only me")
    STAFF = "staff", pgettext_lazy("who finds a view", "all staff")
    PUBLIC = "public", pgettext_lazy("who finds a view", "the public")


class ViewedList(TextChoices):
    """The lists of the desk of which views are kept."""

    PROJECT = "project", _("projects")
    SITE = "site", _("sites")
    PLAN = "plan", _("plans")
    STAKEHOLDER = "stakeholder", _("stakeholders")
    SOURCE = "source", _("sources")
    REQUEST = "publicrequest", _("requests")


class Currency(TextChoices):
    """The currencies in which investment is stated (ISO 4217)."""

    CNY = "CNY", _("Chinese yuan")
    USD = "USD", _("US dollar")
    EUR = "EUR", _("euro")
    HKD = "HKD", _("Hong Kong dollar")
    JPY = "JPY", _("Japanese yen")
