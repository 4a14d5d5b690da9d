"""The formats a selection can be taken away in: one registry, one writer each."""

from projects.exports import csv, geojson, json, jsonl, xlsx

# Each writer has a `respond(extract)` that returns the response; its key is the suffix of the address.
FORMATS = {"csv": csv, "xlsx": xlsx, "json": json, "jsonl": jsonl, "geojson": geojson}
# Those that can hold a table of totals, which has neither records nor places.
TABLE_FORMATS = {"csv": csv, "xlsx": xlsx, "json": json}


class ExportConverter:
    """Read the suffix of an address as the `respond` of its format, so that an unknown suffix is no address."""

    formats = FORMATS
    regex = "|".join(FORMATS)

    def to_python(self, suffix):
        """Return the function that answers in this format."""
        return self.formats[suffix].respond

    def to_url(self, suffix):
        """Return the suffix as it stands in the address."""
        return suffix


class TableConverter(ExportConverter):
    """The same for tables of totals."""

    formats = TABLE_FORMATS
    regex = "|".join(TABLE_FORMATS)
