"""Every public address and file, and every way to write, in the tables that the generic tests walk."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import override

from projects.exports import FORMATS, TABLE_FORMATS
from projects.models import (
    LISTS,
    NOUNS,
    PublishedPlan,
    PublishedProject,
    PublishedSite,
    PublishedSource,
    PublishedStakeholder,
    Region,
)

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


def each_region():
    """An address for each region."""
    return [{"code": code} for code in Region.objects.live().values_list("code", flat=True)]


@dataclass(frozen=True)
class Door:
    """A named address, the arguments it is asked with, and whether it takes a selection's query string."""

    name: str
    arguments: Callable[[], Iterable[dict]] = once
    is_file: bool = False
    takes_selection: bool = False

    def paths(self, language):
        """The addresses behind the door in one language, with the data as it stands."""
        with override(language):
            return [reverse(f"projects:{self.name}", kwargs=arguments) for arguments in self.arguments()]


READS = [
    Door("home"),
    Door("project_list", takes_selection=True),
    Door("project_detail", each(PublishedProject)),
    Door("project_file", in_each_format(FORMATS), is_file=True, takes_selection=True),
    Door("site_list", takes_selection=True),
    Door("site_file", in_each_format(FORMATS), is_file=True, takes_selection=True),
    Door("site_detail", each(PublishedSite)),
    Door("plan_detail", each(PublishedPlan)),
    Door("stakeholder_detail", each(PublishedStakeholder)),
    Door("source_detail", each(PublishedSource)),
    Door("region_detail", each_region),
    Door("type_report", takes_selection=True),
    Door("type_report_file", in_each_format(TABLE_FORMATS), is_file=True, takes_selection=True),
]


def public_pages():
    """Every public page in both languages, without the files."""
    return [path for language in LANGUAGES for door in READS if not door.is_file for path in door.paths(language)]


# Every way to write: what a record's pages on the staff side let somebody do, and the commands.
LIST_ACTS = ("add", "change", "changelist", "delete", "restore")
NOUN_ACTS = (*LIST_ACTS, "publish", "withdraw")
WRITES = dict.fromkeys(LISTS, LIST_ACTS) | dict.fromkeys(NOUNS, NOUN_ACTS)
WITHOUT_RECORD = {"add", "changelist"}
COMMANDS = {"sample", "seed"}


def write_paths(record):
    """The address of each way to write a record or its like on the staff side."""
    name = f"admin:projects_{record._meta.model_name}"
    return {
        act: reverse(f"{name}_{act}", args=[] if act in WITHOUT_RECORD else [record.pk]) for act in WRITES[type(record)]
    }


def public_paths():
    """Every public address in both languages, with the data as it stands."""
    return [path for language in LANGUAGES for door in READS for path in door.paths(language)]
