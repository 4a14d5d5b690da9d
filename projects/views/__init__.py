"""The public pages, a file per kind of page."""
