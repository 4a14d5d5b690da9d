"""Query string -> narrower publications, and the form that shows it: one a noun, for pages and files alike."""

from projects.filters.lists import ReferenceLists
from projects.filters.projects import ProjectFilter
from projects.filters.records import PlanSelection, SourceSelection, StakeholderSelection
from projects.filters.selections import Selection
from projects.filters.sites import SiteFilter

__all__ = [
    "PlanSelection",
    "ProjectFilter",
    "ReferenceLists",
    "Selection",
    "SiteFilter",
    "SourceSelection",
    "StakeholderSelection",
]
