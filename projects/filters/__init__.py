"""Query string -> narrower publications, and the form that shows it: one a noun, for pages and files alike."""

from projects.filters.documents import DocumentSelection
from projects.filters.lists import ReferenceLists
from projects.filters.projects import MapSelection, ProjectSelection
from projects.filters.records import PlanSelection, SourceSelection, StakeholderSelection
from projects.filters.selections import Selection
from projects.filters.sites import SiteSelection
from projects.models import (
    PublishedDocument,
    PublishedPlan,
    PublishedProject,
    PublishedSite,
    PublishedSource,
    PublishedStakeholder,
)

__all__ = ["SELECTIONS", "ReferenceLists", "Selection", "select", "select_alike", "select_for_map"]

# What is listed, by the word for it, as columns and addresses say it -> its selection, and the rows it narrows.
SELECTIONS = {
    "project": (ProjectSelection, PublishedProject),
    "site": (SiteSelection, PublishedSite),
    "plan": (PlanSelection, PublishedPlan),
    "stakeholder": (StakeholderSelection, PublishedStakeholder),
    "source": (SourceSelection, PublishedSource),
    "document": (DocumentSelection, PublishedDocument),
}


def select(noun, data):
    """Return what the QueryDict `data` selects of all that is public of a `project`, `site` …."""
    selection, published = SELECTIONS[noun]
    return selection(data, published.objects.current())


def select_alike(noun, selection):
    """Return what the query of another `selection` selects of this noun, by the filters that both have."""
    other, published = SELECTIONS[noun]
    return selection.same_for(other, published.objects.current())


def select_for_map(data):
    """Return what the QueryDict `data` selects of projects, and the measure of the map."""
    return MapSelection(data, PublishedProject.objects.current())
