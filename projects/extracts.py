"""What a reader takes away of a selection, before it has a format: its rows, and what to know about them.

An extract is bound to the reader's language when it is made, for it may be read long after the request.
"""

from dataclasses import dataclass

from django.conf import settings
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import override

from projects.columns import COLUMNS, LISTED_MODELS, NOUN_MODELS, label_of, part_columns
from projects.kinds import read_row
from projects.localized import TAGS
from projects.querysets.streams import facts_of_each


@dataclass(frozen=True)
class Sheet:
    """A table: its title, its headings, and the kind of each column, None where a column holds any."""

    title: str
    headings: list
    kinds: list


@dataclass
class Selected:
    """What was asked for: the query as understood, the same in words, and the address that shows it."""

    parameters: dict
    in_words: list
    address: str

    @classmethod
    def of(cls, selection, address):
        """Describe a valid selection, shown at `address`."""
        return cls(
            selection.parameters, [(str(chip["label"]), str(chip["value"])) for chip in selection.chips], address
        )


class Extract:
    """What every extract says of itself: `name` is that of its file, without day and suffix."""

    def __init__(self, name, title, selected):
        """Keep what the reader asked for, on the day of today."""
        self.day = timezone.localdate()
        self.name = f"{name}-{self.day.isoformat()}"
        self.title, self.selected = title, selected

    def about(self):
        """What a program has to know, ready for JSON."""
        return {
            "selection": {
                "parameters": self.selected.parameters,
                "in_words": [list(words) for words in self.selected.in_words],
                "address": self.selected.address,
                "day": self.day.isoformat(),
            },
            "licence": {"name": settings.DATA_LICENCE, "url": settings.DATA_LICENCE_URL},
        }

    def cover(self):
        """The same for people: pairs of a label and what it says."""
        yield from self.selected.in_words or [(_("Selection"), _("everything public"))]
        yield _("Day"), self.day
        yield _("Licence of the data"), settings.DATA_LICENCE
        yield _("Terms of the licence"), settings.DATA_LICENCE_URL
        if self.selected.address:
            yield _("Address"), self.selected.address


class ListExtract(Extract):
    """The records of one noun that a selection lists, in the order it lists them, with their parts."""

    def __init__(self, noun, publications, name, selected):
        """Take the published records of a `project`, `site` … as ordered."""
        self.model = LISTED_MODELS[noun]
        super().__init__(name, str(capfirst(self.model._meta.verbose_name_plural)), selected)
        self.key = f"{noun}s"
        self.publications = publications
        self.columns = list(COLUMNS[noun])
        self.readers = [column.reader() for column in self.columns]
        self.part_names = list(self.model.part_models()) if noun in NOUN_MODELS else []
        self.parts = {name: part_columns(noun, name) for name in self.part_names}
        self.stated = [0] * len(self.columns)
        self.number = 0

    @property
    def headings(self):
        """The heading of each column."""
        return [column.heading for column in self.columns]

    def rows(self):
        """The values of each record under the columns."""
        for facts in facts_of_each(self.publications, without=self.part_names):
            yield read_row(facts, self.readers)

    def sheets(self):
        """The table of the records, and one for each kind of part, which begins with the reference of its record."""
        yield Sheet(self.title, self.headings, [column.kind for column in self.columns])
        reference = self.columns[0]
        for name, columns in self.parts.items():
            columns = [reference, *columns]
            title = str(label_of(self.model, name))
            yield Sheet(title, [column.heading for column in columns], [column.kind for column in columns])

    def lines(self):
        """The rows of all sheets, each with the number of its sheet; counts what is stated as they pass."""
        parts = [
            (number, name, [column.reader() for column in columns])
            for number, (name, columns) in enumerate(self.parts.items(), 1)
        ]
        for facts in facts_of_each(self.publications):
            values = read_row(facts, self.readers)
            self.number += 1
            for n, value in enumerate(values):
                if value is not None:
                    self.stated[n] += 1
            yield 0, values
            reference = facts["reference"]
            for number, name, readers in parts:
                for part in facts.get(name, ()):
                    yield number, [reference, *read_row(part, readers)]

    def coverage(self):
        """Of how many each column says something, once `lines` are read: pairs of its heading and that in words."""
        for heading, stated in zip(self.headings, self.stated, strict=True):
            yield heading, _("stated for %(stated)s of %(number)s") % {"stated": stated, "number": self.number}

    def about(self):
        """What a program has to know, with the columns in both languages."""
        return super().about() | {"columns": [_described(column) for column in self.columns]}

    def records(self):
        """The facts of each record as they were published, with the columns that follow from them."""
        derived = None
        for facts in facts_of_each(self.publications):
            if derived is None:
                derived = [column for column in self.columns if column.key not in facts]
            yield facts | {column.key: column.get(facts) for column in derived}

    def places(self):
        """Each record as its reference, its longitude and latitude or None, and its values by the keys of columns."""
        keys = [column.key for column in self.columns]
        for facts in facts_of_each(self.publications, without=self.part_names):
            point = facts["longitude"] is not None and (float(facts["longitude"]), float(facts["latitude"]))
            yield facts["reference"], point or None, dict(zip(keys, read_row(facts, self.readers), strict=True))


def _described(column):
    """A column for programs: its key, its kind, and its heading in both languages."""
    headings = {}
    for language, tag in TAGS.items():
        with override(tag):
            headings[language] = column.heading
    return {"key": column.key, "kind": column.kind.name.lower(), "heading": headings}


class ReportExtract(Extract):
    """One table of totals over a selection."""

    key = "rows"

    def __init__(self, title, name, headings, rows, selected):
        """Take the finished table."""
        super().__init__(name, title, selected)
        self.headings = [str(heading) for heading in headings]
        self._rows = [list(row) for row in rows]

    def rows(self):
        """The lines of the table."""
        return iter(self._rows)

    def sheets(self):
        """The one table."""
        yield Sheet(self.title, self.headings, [None] * len(self.headings))

    def lines(self):
        """Its lines, on the first sheet."""
        return ((0, row) for row in self._rows)

    def coverage(self):
        """Nothing: the table itself says of how many it speaks."""
        return ()

    def about(self):
        """What a program has to know, with the headings of the lines."""
        return super().about() | {"columns": self.headings}

    def records(self):
        """The lines as they are."""
        return self.rows()
