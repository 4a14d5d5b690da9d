"""What a reader sees on a page: its elements, their texts and their links."""

import io
import re
import zipfile
from html import unescape

from django.test.html import Element, parse_html
from django.utils.html import strip_tags


class Page:
    """An answer in HTML, read once."""

    def __init__(self, response):
        """Parse the answer; it must be well-formed."""
        self.root = parse_html(response.content.decode())

    def element(self, identifier):
        """The one element with this id."""
        (found,) = [element for element in self.elements() if dict(element.attributes).get("id") == identifier]
        return found

    def elements(self, inside=None):
        """Every element, or every one inside another, in the order of the page."""
        for child in (inside or self.root).children:
            if isinstance(child, Element):
                yield child
                yield from self.elements(child)

    def links(self, inside=None):
        """The addresses that an element, or the page, links to."""
        return [
            dict(element.attributes)["href"]
            for element in self.elements(inside)
            if element.name == "a" and "href" in dict(element.attributes)
        ]


def text(element):
    """The words of an element, as they are read."""
    words = [text(child) if isinstance(child, Element) else child for child in element.children]
    return " ".join(" ".join(words).split())


def unpacked(response):
    """The bytes of an answer; of a workbook, those of all its parts."""
    body = response.getvalue()
    if not response.headers["Content-Type"].endswith("spreadsheetml.sheet"):
        return body
    with zipfile.ZipFile(io.BytesIO(body)) as workbook:
        return b"\n".join(workbook.read(name) for name in workbook.namelist())


def words(response):
    """What a reader sees of a page, in one line."""
    main = re.search(r"<main.*</main>", response.text, re.DOTALL)[0]
    main = re.sub(r"</(dt|td|th|p|h\d|li)>", r" \g<0>", main)
    return " ".join(unescape(strip_tags(main)).replace("\u2060", "").split())
