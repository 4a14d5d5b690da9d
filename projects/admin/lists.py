"""The lists that staff keep: regions, project types, lists of key projects."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from projects.admin.filters import DeletedFilter, UnsourcedFilter, UntranslatedFilter
from projects.admin.parts import AdvantageInline, CitationInline, ConnectionInline, TableInline
from projects.admin.people import both
from projects.admin.records import RecordAdmin
from projects.models import KeyProjectList, ProjectType, Region, UsualMilestone


class ListedAdmin(RecordAdmin):
    """The admin of an entry of a list: public as soon as it is saved."""

    list_filter = [UntranslatedFilter, DeletedFilter]

    @admin.display(description=_("name"), ordering="name_zh")
    def title(self, entry):
        """What the entry is called, marked where that is not the reader's language."""
        return entry.name


@admin.register(Region)
class RegionAdmin(ListedAdmin):
    """Administrative divisions, and what is said of them."""

    list_display = ["code", "title", "level", "parent", "is_home"]
    list_display_links = ["code", "title"]
    list_filter = ["level", UnsourcedFilter, *ListedAdmin.list_filter]
    list_select_related = ["parent"]
    search_fields = ["name_zh", "name_en", "code"]
    fieldsets = [
        (None, {"fields": [both("name"), ("code", "level"), "parent", "is_home"]}),
        (_("Description"), {"fields": [both("description")]}),
        (_("Map of equal tiles"), {"fields": [("tile_row", "tile_column")], "classes": ["collapse"]}),
    ]
    inlines = [ConnectionInline, AdvantageInline, CitationInline]


class UsualMilestoneInline(TableInline):
    """What projects of the type usually pass; none listed stands for the built-in list."""

    model = UsualMilestone
    fields = [("kind", *both("name")), "months_after_start"]


@admin.register(ProjectType)
class ProjectTypeAdmin(ListedAdmin):
    """The kinds of projects."""

    list_display = ["title", "slug", "position"]
    search_fields = ["name_zh", "name_en", "slug"]
    fieldsets = [
        (None, {"fields": [both("name"), ("slug", "position"), "sectors"]}),
        (_("Description"), {"fields": [both("description")]}),
    ]
    inlines = [UsualMilestoneInline]


@admin.register(KeyProjectList)
class KeyProjectListAdmin(ListedAdmin):
    """The lists of key projects that governments keep."""

    list_display = ["title", "slug", "level"]
    list_filter = ["level", *ListedAdmin.list_filter]
    search_fields = ["name_zh", "name_en", "slug"]
    fieldsets = [
        (None, {"fields": [both("name"), ("slug", "level")]}),
        (_("Description"), {"fields": [both("description")]}),
    ]
