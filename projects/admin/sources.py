"""The documents that facts come from."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from projects.admin.completing import MissingFilter
from projects.admin.filters import StandingFilter, UntranslatedFilter
from projects.admin.nouns import NAMING, NounAdmin
from projects.admin.people import both
from projects.admin.worklist import DeskFilter
from projects.models import Source


@admin.register(Source)
class SourceAdmin(NounAdmin):
    """Documents. Their places are cited on the pages of the records they support."""

    list_display = ["reference", "title", "publisher", "published_on", "complete", "standing"]
    list_display_links = ["reference", "title"]
    list_filter = [DeskFilter, StandingFilter, "language", UntranslatedFilter, MissingFilter]
    search_fields = [*both("name"), *both("publisher"), "reference", "slug", "url"]
    fieldsets = [
        (None, {"fields": [both("name"), both("publisher"), both("section"), ("published_on", "language"), "url"]}),
        (_("Note"), {"fields": [both("note")]}),
        NAMING,
    ]

    @admin.display(description=_("publisher"))
    def publisher(self, source):
        """Who published it, in the reader's language."""
        return source.publisher
