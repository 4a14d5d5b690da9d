"""The application, as Django sees it."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ProjectsConfig(AppConfig):
    """Regional healthcare projects."""

    name = "projects"
    verbose_name = _("Healthcare projects")

    def ready(self):
        """Connect the log of parts and the check for records that were loaded past `editorial`."""
        from projects import checks, log  # noqa: F401
