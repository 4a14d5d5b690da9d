"""Applications of others, as this site sets them up."""

from django.contrib.admin.apps import AdminConfig


class StaffAdminConfig(AdminConfig):
    """Django's admin with the site class of the tracker."""

    default_site = "projects.admin.site.tracker_admin_site"
