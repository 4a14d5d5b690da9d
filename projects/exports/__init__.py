"""The formats a selection can be taken away in: one registry, one writer each."""

from projects.exports import csv

# Each writer has a `respond(rows, name)` that returns the response; its key is the suffix of the address.
FORMATS = {"csv": csv}


class ExportConverter:
    """Read the suffix of an address as the `respond` of its format, so that an unknown suffix is no address."""

    regex = "|".join(FORMATS)

    def to_python(self, suffix):
        """Return the function that answers in this format."""
        return FORMATS[suffix].respond

    def to_url(self, suffix):
        """Return the suffix as it stands in the address."""
        return suffix
