"""The formats a selection can be taken away in: one registry, one writer each."""

from projects.exports import csv, geojson, json, jsonl, xlsx

# Each writer has a `respond(extract)` that returns the response; its key is the suffix of the address.
FORMATS = {"csv": csv, "xlsx": xlsx, "json": json, "jsonl": jsonl, "geojson": geojson}
# Those for records that are at no place, and for tables of totals, which hold no records either.
RECORD_FORMATS = {suffix: writer for suffix, writer in FORMATS.items() if writer is not geojson}
TABLE_FORMATS = {"csv": csv, "xlsx": xlsx, "json": json}


class ExportConverter:
    """Read the suffix of an address as the `respond` of its format, so that an unknown suffix is no address."""

    formats = FORMATS

    def __init_subclass__(cls):
        cls.regex = "|".join(cls.formats)

    regex = "|".join(FORMATS)

    def to_python(self, suffix):
        """Return the function that answers in this format."""
        return self.formats[suffix].respond

    def to_url(self, suffix):
        """Return the suffix as it stands in the address."""
        return suffix


class RecordConverter(ExportConverter):
    """The same for records that are at no place."""

    formats = RECORD_FORMATS


class TableConverter(ExportConverter):
    """The same for tables of totals."""

    formats = TABLE_FORMATS
