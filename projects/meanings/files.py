"""What the formats hold, and how each kind of value is written in them."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from projects.choices import Precision
from projects.kinds import Kind

# The suffix of an address -> the name of the format, and what is in such a file.
FORMATS = {
    "csv": (
        "CSV",
        _(
            "One table, a row for each record. UTF-8 with byte order mark, so that office programs show Chinese as it "
            "should be. Text that an office program might run as a formula begins with an apostrophe."
        ),
    ),
    "xlsx": (
        "Excel",
        _(
            "A workbook: a cover that says what was selected and of how many records each field states something, "
            "the table, and a sheet for each kind of entry. A cell holds 32,767 characters; longer text is cut, and "
            "the cell says so. More than 1,048,575 rows go on on further sheets."
        ),
    ),
    "json": (
        "JSON",
        _("Everything that was published of each record, in both languages, with its entries and citations."),
    ),
    "jsonl": ("JSON Lines", _("The same, one record a line and nothing else, for programs that read as they go.")),
    "geojson": (
        "GeoJSON",
        _(
            "Projects and sites as points for maps, with the fields of the table. Those without an exact place have "
            "no point: their number stands under “unlocated”."
        ),
    ),
}

# A kind of value -> its name, how tables (CSV, Excel) write it, and how JSON does.
KINDS = {
    Kind.TEXT: (
        pgettext_lazy("kind of value", "text"),
        _("in the language of the address, or in the other one where it is missing there"),
        _("text; where it is kept in two languages, an object with “zh” and “en”"),
    ),
    Kind.CHOICE: (pgettext_lazy("kind of value", "one of a list"), _("the word"), _("the code")),
    Kind.NUMBER: (
        pgettext_lazy("kind of value", "number"),
        _("digits and a decimal point, nothing between thousands"),
        _("a whole number as a number, a number with decimals as text, so that it stays exact"),
    ),
    Kind.MONEY: (
        pgettext_lazy("kind of value", "amount"),
        _("the exact amount in the unit of its currency: 320000000.00, never in ten thousands or hundred millions"),
        _("the same as text"),
    ),
    Kind.DAY: (pgettext_lazy("kind of value", "day"), _("year, month and day: 2021-06-01"), _("the same")),
    Kind.PERIOD: (
        pgettext_lazy("kind of value", "date as exactly as it is known"),
        _("a day like any other; a longer period in words"),
        _(
            "an object with the “first” and “last” day, the “precision”, the “text” as the source has it, and "
            "“is_limit”, which is true where it means at the latest"
        ),
    ),
    Kind.FLAG: (pgettext_lazy("kind of value", "yes or no"), _("the word"), _("“true” or “false”")),
    Kind.ENTRY: (
        pgettext_lazy("kind of value", "another entry"),
        _("its name"),
        _(
            "an object with its “name” in both languages, as it was then, and what it is known by: “reference”, "
            "“code”, “slug” or “token”"
        ),
    ),
}

# How exactly a date is known -> what its first and last day then are.
PRECISIONS = {
    Precision.DAY: _("The day is known: first and last day are the same."),
    Precision.MONTH: _("The month is known: from its first to its last day."),
    Precision.QUARTER: _("The quarter of the year is known."),
    Precision.HALF: _("January to June, or July to December."),
    Precision.YEAR: _("The year is known, and no more: 1 January to 31 December."),
}
