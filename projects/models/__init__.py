"""The tables: working records that staff edit, and publications that the public reads."""

from projects.models.files import MediaFile
from projects.models.lists import KeyProjectList, ProjectType, Region, UsualMilestone
from projects.models.parts import (
    Amenity,
    AnnualInvestment,
    Document,
    KeyListing,
    Milestone,
    Photo,
    ProgressReport,
    Quantity,
)
from projects.models.places import Advantage, Connection, Plan, Site
from projects.models.projects import Project
from projects.models.publications import (
    FOREVER,
    Publication,
    PublicRevision,
    PublishedDocument,
    PublishedFile,
    PublishedListing,
    PublishedParticipation,
    PublishedPlan,
    PublishedProject,
    PublishedSite,
    PublishedSource,
    PublishedStakeholder,
)
from projects.models.records import Noun, Part, Record, ReferenceCounter
from projects.models.requests import PublicRequest, RequestTally
from projects.models.saved_views import SavedView
from projects.models.sources import Citation, Source
from projects.models.staff import Member, OpenRecord, Preference
from projects.models.stakeholders import Participation, Remark, Stakeholder

LISTS = (Region, ProjectType, KeyProjectList)
NOUNS = (Source, Stakeholder, Plan, Site, Project)
# What has a page, and so what the public may write about, by the word for it.
WITH_PAGES = {noun._meta.model_name: noun for noun in NOUNS} | {"region": Region, "type": ProjectType}
# What has views at the desk, by the word for it.
VIEWED = {model._meta.model_name: model for model in (*NOUNS, PublicRequest)}

__all__ = [
    "FOREVER",
    "LISTS",
    "NOUNS",
    "VIEWED",
    "WITH_PAGES",
    "Advantage",
    "Amenity",
    "AnnualInvestment",
    "Citation",
    "Connection",
    "Document",
    "KeyListing",
    "KeyProjectList",
    "MediaFile",
    "Member",
    "Milestone",
    "Noun",
    "OpenRecord",
    "Part",
    "Participation",
    "Photo",
    "Plan",
    "Preference",
    "ProgressReport",
    "Project",
    "ProjectType",
    "PublicRequest",
    "PublicRevision",
    "Publication",
    "PublishedDocument",
    "PublishedFile",
    "PublishedListing",
    "PublishedParticipation",
    "PublishedPlan",
    "PublishedProject",
    "PublishedSite",
    "PublishedSource",
    "PublishedStakeholder",
    "Quantity",
    "Record",
    "ReferenceCounter",
    "Region",
    "Remark",
    "RequestTally",
    "SavedView",
    "Site",
    "Source",
    "Stakeholder",
    "UsualMilestone",
]
