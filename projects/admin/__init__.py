"""The staff side: every noun and list, written through `editorial` alone. Importing it registers them."""

from projects.admin import accounts, lists, places, projects, requests, saved_views, sources, stakeholders

__all__ = ["accounts", "lists", "places", "projects", "requests", "saved_views", "sources", "stakeholders"]
