"""Which projects a reader asks for."""

from projects.filters.selections import Selection


class ProjectFilter(Selection):
    """Narrow published projects by the query string: the same for pages, files and reports."""
