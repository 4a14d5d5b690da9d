"""What a reader makes of a list and of its files: the table of a page, a CSV file, a workbook, JSON."""

import csv
import io
import json

from openpyxl import load_workbook

from projects.exports.csv import unguard
from tests.pages import Page, text


def table(client, path):
    """The headings of the table on a page, and its rows as the references that begin them."""
    page = Page(client.get(path))
    cells = {name: [] for name in ("th", "td")}
    for element in page.elements():
        attributes = dict(element.attributes)
        if element.name == "th" and attributes.get("scope") == "col":
            cells["th"].append(text(element))
        if element.name == "td" and attributes.get("data-label") == cells["th"][0]:
            cells["td"].append(text(element))
    return cells["th"], cells["td"]


def read_csv(client, path):
    """The rows of a CSV file, its guards taken off."""
    rows = csv.reader(io.StringIO(client.get(path).getvalue().decode("utf-8-sig"), newline=""))
    return [[unguard(cell) for cell in row] for row in rows]


def read_book(client, path):
    """A workbook, as another program reads it."""
    return load_workbook(io.BytesIO(client.get(path).getvalue()))


def read_sheet(book, number=1):
    """The rows of a sheet; the cover is number 0."""
    return [list(row) for row in book.worksheets[number].iter_rows(values_only=True)]


def read_json(client, path):
    return json.loads(client.get(path).getvalue())
