"""Workbooks for office programs: a cover, the rows, and a sheet for each kind of part; no cell is ever a formula."""

import re
from datetime import date, datetime, time
from decimal import Decimal
from tempfile import SpooledTemporaryFile, TemporaryDirectory
from wsgiref.util import FileWrapper

from django.utils.translation import gettext as _
from xlsxwriter import Workbook

from projects.columns import Kind
from projects.exports.downloads import CHUNK, download

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
IN_MEMORY = 1_000_000
ROWS = 1_048_576
# In units of UTF-16, as office programs count.
LONGEST = 32_767
OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "use_zip64": True,
}
FORMATS = {
    Kind.MONEY: "#,##0.00",
    Kind.DAY: "yyyy-mm-dd",
    Kind.PERIOD: "yyyy-mm-dd",
}
WIDTHS = {Kind.TEXT: 28, Kind.ENTRY: 28, Kind.PERIOD: 20}
_NOT_IN_TITLES = re.compile(r"[\[\]:*?/\\]")
_UNWRITABLE = re.compile("[\x00\ud800-\udfff\ufffe\uffff]")


class Page:
    """A table on as many sheets as it needs."""

    def __init__(self, book, sheet):
        """Begin its first sheet in the `Book`."""
        self.book, self.sheet, self.number = book, sheet, 0
        formats = [book.formats.get(kind) for kind in sheet.kinds]
        self.formats = list(enumerate(formats))
        self._begin()

    def _begin(self):
        self.number += 1
        self.rows = 1
        self.worksheet = self.book.add_sheet(self.sheet.title, self.number)
        self.worksheet.freeze_panes(1, 1)
        for column, (heading, kind) in enumerate(zip(self.sheet.headings, self.sheet.kinds, strict=True)):
            self.worksheet.set_column(column, column, WIDTHS.get(kind, 14))
            self.worksheet.write_string(0, column, heading, self.book.bold)

    def write(self, values):
        """Add a row, on a next sheet where this one is full."""
        if self.rows == ROWS:
            self.end()
            self._begin()
        for (column, form), value in zip(self.formats, values, strict=True):
            if value is not None:
                write_cell(self.worksheet, self.rows, column, value, form, self.book.day)
        self.rows += 1

    def end(self):
        """Let readers filter what is there."""
        self.worksheet.autofilter(0, 0, max(self.rows - 1, 1), len(self.sheet.headings) - 1)


class Book:
    """A workbook that is written a row at a time."""

    def __init__(self, file, folder):
        """Write into the open `file`, with what waits kept in the `folder`."""
        self.workbook = Workbook(file, OPTIONS | {"tmpdir": folder})
        self.bold = self.workbook.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        self.formats = {kind: self.workbook.add_format({"num_format": code}) for kind, code in FORMATS.items()}
        self.day = self.formats[Kind.DAY]
        self.titles = set()

    def add_sheet(self, title, number=1):
        """Add a sheet under a title that office programs take, different from the others'."""
        title = _NOT_IN_TITLES.sub(" ", title).strip("' ") or "-"
        wanted = title[:31] if number == 1 else f"{title[:25]} ({number})"
        while wanted.casefold() in self.titles:
            number += 1
            wanted = f"{title[:25]} ({number})"
        self.titles.add(wanted.casefold())
        return self.workbook.add_worksheet(wanted)


def write_cell(worksheet, row, column, value, form, day):
    """Write a value as what it is: text, number or day; a number that a spreadsheet would round as text."""
    if isinstance(value, str):
        text = fitting(value)
        if text.startswith("<r>") and text.endswith("</r>"):
            # The library takes such text for marked up already, and would write it into the file as it stands.
            worksheet.write_rich_string(row, column, text[0], text[1], text[2:])
        else:
            worksheet.write_string(row, column, text)
    elif isinstance(value, Decimal | int):
        number = float(value)
        if Decimal(f"{number:.15g}") == value:
            worksheet.write_number(row, column, number, form)
        else:
            worksheet.write_string(row, column, f"{value:f}")
    elif isinstance(value, date) and value.year >= 1900:
        worksheet.write_datetime(row, column, value, day)
    else:
        worksheet.write_string(row, column, str(value))


def fitting(text):
    """Return the text as a cell can hold it: what is over 32,767 characters gives way to a note that says so."""
    if _UNWRITABLE.search(text):
        text = _UNWRITABLE.sub("\ufffd", text)
    if 2 * len(text) <= LONGEST or len(text.encode("utf-16-le")) <= 2 * LONGEST:
        return text
    note = _(" […cut: the text has %(length)s characters; the JSON file holds them all]") % {"length": len(text)}
    kept = text.encode("utf-16-le")[: 2 * (LONGEST - len(note.encode("utf-16-le")) // 2)]
    return kept.decode("utf-16-le", "ignore") + note


def write(extract, file):
    """Write the extract as a workbook into the open file."""
    with TemporaryDirectory() as folder:
        book = Book(file, folder)
        book.workbook.set_properties({"title": extract.title, "created": datetime.combine(extract.day, time())})
        cover = book.add_sheet(_("About this file"))
        pages = [Page(book, sheet) for sheet in extract.sheets()]
        for number, values in extract.lines():
            pages[number].write(values)
        for page in pages:
            page.end()
        _write_cover(cover, extract, book)
        book.workbook.close()


def _write_cover(cover, extract, book):
    """Say what was selected, when, under which licence, and of how many something is stated."""
    cover.set_column(0, 0, 36)
    cover.set_column(1, 1, 60)
    cover.write_string(0, 0, fitting(extract.title), book.bold)
    row = 0
    for row, (label, value) in enumerate(extract.cover(), 1):
        cover.write_string(row, 0, fitting(label))
        write_cell(cover, row, 1, value, None, book.day)
    for n, (label, value) in enumerate(extract.coverage()):
        if n == 0:
            cover.write_string(row + 2, 0, _("What is stated"), book.bold)
        cover.write_string(row + 3 + n, 0, fitting(label))
        cover.write_string(row + 3 + n, 1, fitting(value))


def respond(extract):
    """Return the extract as a workbook, whole before the first byte is sent: nobody gets half of one."""
    # Closed by the response, which outlives this function.
    file = SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115
    try:
        write(extract, file)
    except BaseException:
        file.close()
        raise
    length = file.tell()
    file.seek(0)
    return download(FileWrapper(file, CHUNK), extract.name, "xlsx", CONTENT_TYPE, length)
