"""Every public address and file, and every way to write, in the tables that the generic tests walk."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import override

from projects.exports import FORMATS, RECORD_FORMATS, TABLE_FORMATS
from projects.models import (
    FOREVER,
    LISTS,
    NOUNS,
    WITH_PAGES,
    Project,
    ProjectType,
    PublicRequest,
    PublishedFile,
    PublishedPlan,
    PublishedProject,
    PublishedSite,
    PublishedSource,
    PublishedStakeholder,
    Region,
    SavedView,
    Stakeholder,
)
from projects.previews import word_for
from projects.views.machines import SITEMAPS

LANGUAGES = ("zh-hans", "en")


def once():
    """The one address of a door that takes no arguments."""
    return [{}]


def in_each_format(formats):
    """An address for a file in each of the formats."""
    return lambda: [{"respond": suffix} for suffix in formats]


def each(published):
    """An address for each record of which the public reads a copy."""
    return lambda: [{"key": slug} for slug in published.objects.current().values_list("slug", flat=True)]


def each_type():
    """An address for each type of projects."""
    return [{"key": slug} for slug in ProjectType.objects.live().values_list("slug", flat=True)]


def each_region():
    """An address for each region."""
    return [{"code": code} for code in Region.objects.live().values_list("code", flat=True)]


def each_view():
    """Every view that the public finds by name."""
    return [{"key": slug} for slug in SavedView.objects.public().values_list("slug", flat=True)]


def each_section():
    """A map of addresses for each noun, for the lists and for the pages of the site itself."""
    return [{"section": name} for name in SITEMAPS]


def each_file():
    """Every picture and document that a public project shows."""
    files = PublishedFile.objects.filter(shown_until=FOREVER)
    return [{"token": file.token, "name": "480.jpg" if "image" in file.media_type else file.name} for file in files]


@dataclass(frozen=True)
class Door:
    """A named address, the arguments it is asked with, query strings that it understands, and whether to find it."""

    name: str
    arguments: Callable[[], Iterable[dict]] = once
    is_file: bool = False
    selections: tuple[str, ...] = ()
    is_indexed: bool = True

    @property
    def takes_selection(self):
        """Whether it takes a query string."""
        return bool(self.selections)

    def paths(self, language):
        """The addresses behind the door in one language, with the data as it stands."""
        with override(language):
            return [reverse(f"projects:{self.name}", kwargs=arguments) for arguments in self.arguments()]


BY_WORDS = ("?q=zzmarker", "?q=1987", "?order=reference")
BY_TYPE_AND_REGION = (*BY_WORDS, "?type=healthcare-themed-town", "?region=140300&q=zhongyuan")

READS = [
    Door("home"),
    Door("project_list", selections=BY_TYPE_AND_REGION),
    Door("project_detail", each(PublishedProject)),
    Door("project_file", in_each_format(FORMATS), is_file=True, selections=BY_TYPE_AND_REGION),
    Door("site_list", selections=BY_TYPE_AND_REGION),
    Door("site_file", in_each_format(FORMATS), is_file=True, selections=BY_TYPE_AND_REGION),
    Door("site_detail", each(PublishedSite)),
    Door("plan_list", selections=BY_WORDS),
    Door("plan_file", in_each_format(RECORD_FORMATS), is_file=True, selections=BY_WORDS),
    Door("plan_detail", each(PublishedPlan)),
    Door("stakeholder_list", selections=BY_WORDS),
    Door("stakeholder_file", in_each_format(RECORD_FORMATS), is_file=True, selections=BY_WORDS),
    Door("stakeholder_detail", each(PublishedStakeholder)),
    Door("source_list", selections=BY_WORDS),
    Door("source_file", in_each_format(RECORD_FORMATS), is_file=True, selections=BY_WORDS),
    Door("source_detail", each(PublishedSource)),
    Door("document_list", selections=BY_TYPE_AND_REGION),
    Door("document_file", in_each_format(RECORD_FORMATS), is_file=True, selections=BY_TYPE_AND_REGION),
    Door("project_feed", is_file=True, selections=BY_TYPE_AND_REGION),
    Door("site_feed", is_file=True, selections=BY_TYPE_AND_REGION),
    Door("plan_feed", is_file=True, selections=BY_WORDS),
    Door("stakeholder_feed", is_file=True, selections=BY_WORDS),
    Door("source_feed", is_file=True, selections=BY_WORDS),
    Door("calendar", is_file=True, selections=BY_TYPE_AND_REGION),
    Door("project_calendar", each(PublishedProject), is_file=True),
    Door("type_list", selections=BY_TYPE_AND_REGION),
    Door("type_list_file", in_each_format(TABLE_FORMATS), is_file=True, selections=BY_TYPE_AND_REGION),
    Door("type_detail", each_type),
    Door("region_list", selections=BY_TYPE_AND_REGION),
    Door("region_list_file", in_each_format(TABLE_FORMATS), is_file=True, selections=BY_TYPE_AND_REGION),
    Door("region_detail", each_region),
    Door("map", selections=(*BY_TYPE_AND_REGION[:2], *BY_TYPE_AND_REGION[3:], "?measure=investment", "?measure=sites")),
    Door("type_report", selections=BY_TYPE_AND_REGION),
    Door("guide"),
    Door("view_list"),
    Door("search", is_indexed=False),
    Door("suggestions", is_file=True),
    Door("project_card", each(PublishedProject), is_indexed=False),
    Door("site_card", each(PublishedSite), is_indexed=False),
    Door("plan_card", each(PublishedPlan), is_indexed=False),
    Door("stakeholder_card", each(PublishedStakeholder), is_indexed=False),
    Door("source_card", each(PublishedSource), is_indexed=False),
    Door("manifest", is_file=True),
    Door("type_report_file", in_each_format(TABLE_FORMATS), is_file=True, selections=BY_TYPE_AND_REGION),
]

# Short addresses, which lead to a page and are none.
LEADS = [Door("view", each_view)]

# What programs look for, in no language.
MACHINE_READS = [
    Door("media", each_file),
    Door("robots"),
    Door("security"),
    Door("sitemap"),
    Door("section", each_section),
]


def machine_paths():
    """Every such address."""
    return [
        reverse(f"machines:{door.name}", kwargs=arguments) for door in MACHINE_READS for arguments in door.arguments()
    ]


def asking_paths():
    """The form for each public record, type and region, in both languages."""
    found = []
    for noun, model in WITH_PAGES.items():
        keys = [getattr(entry, model.natural_key_field) for entry in model.objects.live()]
        for language in LANGUAGES:
            with override(language):
                found += [reverse("asking:form", args=[noun, key]) for key in keys]
    return found


def preview_paths(records, account):
    """The private address of each record in both languages, as the account would be given it now."""
    words = [word_for(record, account) for record in records]
    found = []
    for language in LANGUAGES:
        with override(language):
            found += [reverse("previews:page", args=[word]) for word in words]
    return found


def public_pages():
    """Every public page in both languages, without the files."""
    return [path for language in LANGUAGES for door in READS if not door.is_file for path in door.paths(language)]


def indexed_pages():
    """Those of them that search engines are to find."""
    pages = [door for door in READS if door.is_indexed and not door.is_file]
    return [path for language in LANGUAGES for door in pages for path in door.paths(language)]


# Every way to write: what a record's pages on the staff side let somebody do, and the commands.
LIST_ACTS = ("add", "change", "changelist", "delete", "restore", "revert", "presence")
REVIEW_ACTS = ("submit", "take_back", "send_back", "ask_to_retract", "retract", "hand_over")
NOUN_ACTS = (*LIST_ACTS, "publish", "withdraw", *REVIEW_ACTS)
WRITES = (
    dict.fromkeys(LISTS, LIST_ACTS)
    | dict.fromkeys(NOUNS, NOUN_ACTS)
    | {Project: (*NOUN_ACTS, "confirm"), Stakeholder: (*NOUN_ACTS, "merge")}
    | {PublicRequest: LIST_ACTS, SavedView: LIST_ACTS}
)
WITHOUT_RECORD = {"add", "changelist"}
# What staff may only look at, beside the history of each record.
STAFF_FILES = {
    *("projects_project_file", "projects_publicrequest_document"),
    *(f"projects_{noun}_alike" for noun in ("project", "site", "stakeholder")),
    *("projects_project_code", "projects_stakeholder_code", "projects_project_usual_milestones"),
}
# What leads staff to a preview of a record.
STAFF_FILES |= {f"projects_{noun._meta.model_name}_preview" for noun in NOUNS}
# A record before it is public, for who was given a signed address: read by nobody else, kept by nobody.
PRIVATE_READS = {"page", "file"}
# Where the public writes: `asking:form`, which keeps a request for staff and changes nothing that is public.
PUBLIC_WRITES = {"form"}
# What an account at the desk writes of itself.
OWN_WRITES = {"preferences"}
COMMANDS = {"digest", "forget", "sample", "seed"}
# Those that write no record: they erase, or send.
COMMANDS_WITHOUT_RECORD = {"digest", "forget"}


def write_paths(record):
    """The address of each way to write a record or its like on the staff side."""
    name = f"admin:projects_{record._meta.model_name}"
    return {
        act: reverse(f"{name}_{act}", args=[] if act in WITHOUT_RECORD else [record.pk]) for act in WRITES[type(record)]
    }


def leads():
    """Every short address in both languages."""
    return [path for language in LANGUAGES for door in LEADS for path in door.paths(language)]


def public_paths():
    """Every public address in both languages, with the data as it stands."""
    return [path for language in LANGUAGES for door in READS for path in door.paths(language)]
