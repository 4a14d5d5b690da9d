"""Which sites a reader asks for."""

from projects.filters.selections import Selection


class SiteFilter(Selection):
    """Narrow published sites by the query string: the same for pages, files and reports."""
