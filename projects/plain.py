"""What people type or paste, in one form that can be compared and read."""

import re
import unicodedata

# After NFKC these are the dashes left over; offices use them all for the one on the keyboard.
_DASHES = re.compile("[\u2010-\u2015\u2212\u2500]")


def visible(text):
    """Return the text without invisible marks (zero width, direction) and with each run of white space as one space."""
    # Python counts format characters among the unprintable.
    if not text.isascii() and not text.isprintable():
        text = "".join(character for character in text if unicodedata.category(character) != "Cf")
    return " ".join(text.split())


def plain(text):
    """Return the visible text with full-width and other look-alike characters as their plain ones."""
    text = visible(text)
    return text if text.isascii() else _DASHES.sub("-", visible(unicodedata.normalize("NFKC", text)))
