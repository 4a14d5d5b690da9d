"""Workbooks for office programs: a cover, the rows, and a sheet for each kind of part; no cell is ever a formula."""

import re
from datetime import date, datetime, time
from decimal import Decimal
from tempfile import SpooledTemporaryFile, TemporaryDirectory
from wsgiref.util import FileWrapper

from django.utils.translation import gettext as _
from xlsxwriter import Workbook
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

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
SHORT = LONGEST // 2
# Workbooks count days from here; before March 1900 they count one too many.
DAY_ZERO = date(1899, 12, 30).toordinal()
FIRST_DAY = date(1900, 3, 1)
# What stands otherwise in XML, or not at all; and space that XML would not keep.
_SPECIAL = re.compile("[\x00-\x1f&<>\ud800-\udfff\ufffe\uffff]|_x[0-9A-Fa-f]{4}_|^\\s|\\s$")
_UNWRITABLE = re.compile("[\x00\ud800-\udfff\ufffe\uffff]")


class RowSheet(Worksheet):
    """A worksheet that takes rows as text of XML: a quarter of the work of doing so cell by cell."""

    def write_xml(self, row, cells):
        """Write a row below all others; `cells` are its elements, as `Page` makes them."""
        self._write_single_row(row)
        self.fh.write(f'<row r="{row + 1}">{cells}</row>')

    def escaped(self, text):
        """Return the text as it stands in XML, what no XML holds in the escapes of workbooks."""
        return self._escape_data(self._escape_control_characters(text))


class Page:
    """A table on as many sheets as it needs."""

    def __init__(self, book, sheet):
        """Begin its first sheet in the `Book`."""
        self.book, self.sheet, self.number = book, sheet, 0
        styles = [book.style(kind) for kind in sheet.kinds]
        self.columns = [(xl_col_to_name(column), style) for column, style in enumerate(styles)]
        self.day = book.style(Kind.DAY)
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
        row = self.rows + 1
        cells = [
            self._cell(f"{name}{row}", style, value)
            for (name, style), value in zip(self.columns, values, strict=True)
            if value is not None
        ]
        self.worksheet.write_xml(self.rows, "".join(cells))
        self.rows += 1

    def _cell(self, place, style, value):
        """Write a value as what it is: text, number or day; a number that a spreadsheet would round as text."""
        if type(value) is Decimal or type(value) is int:
            number = f"{float(value):.15g}"
            if Decimal(number) == value:
                return f'<c r="{place}"{style}><v>{number}</v></c>'
            value = f"{value:f}"
        elif type(value) is date and value > FIRST_DAY:
            return f'<c r="{place}"{self.day}><v>{value.toordinal() - DAY_ZERO}</v></c>'
        text = str(value)
        if len(text) > SHORT or _SPECIAL.search(text):
            text = self.worksheet.escaped(fitting(text))
            return f'<c r="{place}" t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'
        return f'<c r="{place}" t="inlineStr"><is><t>{text}</t></is></c>'

    def end(self):
        """Say how far it goes, and let readers filter it."""
        last = len(self.sheet.headings) - 1
        self.worksheet._check_dimensions(self.rows - 1, last)
        self.worksheet.autofilter(0, 0, max(self.rows - 1, 1), last)


class Book:
    """A workbook that is written a row at a time."""

    def __init__(self, file, folder):
        """Write into the open `file`, with what waits kept in the `folder`."""
        self.workbook = Workbook(file, OPTIONS | {"tmpdir": folder})
        self.bold = self.workbook.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        self.formats = {kind: self.workbook.add_format({"num_format": code}) for kind, code in FORMATS.items()}
        self.titles = set()

    def style(self, kind):
        """The attribute of a cell that shows values of this kind."""
        return f' s="{self.formats[kind]._get_xf_index()}"' if kind in self.formats else ""

    def add_sheet(self, title, number=1):
        """Add a sheet under a title that office programs take, different from the others'."""
        title = _NOT_IN_TITLES.sub(" ", title).strip("' ") or "-"
        wanted = title[:31] if number == 1 else f"{title[:25]} ({number})"
        while wanted.casefold() in self.titles:
            number += 1
            wanted = f"{title[:25]} ({number})"
        self.titles.add(wanted.casefold())
        return self.workbook.add_worksheet(wanted, worksheet_class=RowSheet)


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
        if isinstance(value, date):
            cover.write_datetime(row, 1, value, book.formats[Kind.DAY])
        else:
            cover.write_string(row, 1, fitting(value))
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
