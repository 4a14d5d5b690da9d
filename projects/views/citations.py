"""Where facts come from: the notes at the end of a page, and the marks that lead to them."""

from dataclasses import dataclass, field

from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from projects.views.values import day, text

# Keeps a mark on the line of what it marks.
WORD_JOINER = "\u2060"


def anchor_of(citation):
    """The part of a source's page that gathers what is said at the same place: `p8`, `page-4` or `whole`."""
    if citation["paragraph"]:
        return f"p{citation['paragraph']}"
    return f"page-{citation['page']}" if citation["page"] else "whole"


def place_of(citation):
    """The place in a source, in words; "" where only the source as a whole is cited."""
    words = []
    if citation["paragraph"]:
        words.append(_("¶ %(number)s") % {"number": citation["paragraph"]})
    if citation["page"]:
        words.append(_("page %(number)s") % {"number": citation["page"]})
    return pgettext("between words in a list", ", ").join(words)


@dataclass
class Note:
    """A place in a source, said to hold on one day, and the facts of this page that it supports."""

    number: int
    source: object
    address: str
    place: str
    stated_on: str
    supports: list = field(default_factory=list)

    @property
    def anchor(self):
        """The name of the note on the page."""
        return f"note-{self.number}"

    @property
    def day(self):
        """The day it was stated, in words."""
        return day(self.stated_on)


class Notes:
    """The notes of one page, numbered from 1; each place in a source has one."""

    def __init__(self):
        """Begin without notes."""
        self._notes = {}

    def __iter__(self):
        return iter(self._notes.values())

    def __len__(self):
        return len(self._notes)

    def cite(self, citation):
        """Return the note of a citation as facts hold it, made where it is the first of its place."""
        source = citation["source"]
        key = (source["reference"], citation["paragraph"], citation["page"], citation["stated_on"])
        if key not in self._notes:
            self._notes[key] = Note(
                number=len(self._notes) + 1,
                source=text(source["name"]),
                address=f"{reverse('projects:source_detail', args=[source['slug']])}#{anchor_of(citation)}",
                place=place_of(citation),
                stated_on=citation["stated_on"],
            )
        return self._notes[key]

    @property
    def days(self):
        """The first and the last day on which anything here was stated, in words; the same word once."""
        stated = sorted(note.stated_on for note in self)
        return list(dict.fromkeys([day(stated[0]), day(stated[-1])])) if stated else []


def marks(notes):
    """Superscript links to the notes that support a fact."""
    if not notes:
        return mark_safe("")
    links = format_html_join(
        "",
        '<a href="#{}"><span class="unseen">{} </span>[{}]<span class="unseen">, {}</span></a>',
        (
            (note.anchor, _("Source"), note.number, _("stated on %(day)s") % {"day": note.day})
            for note in sorted(notes, key=lambda note: note.number)
        ),
    )
    return format_html('{}<sup class="marks">{}</sup>', WORD_JOINER, links)
