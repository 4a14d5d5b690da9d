"""What records are found and sorted by: folded text, pinyin and initials, alike on every database."""

import re
import unicodedata
from functools import lru_cache

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from projects.plain import plain

MAX_SORT_KEY = 200
MAX_SLUG = 80
MAX_QUERY = 200
MAX_WORDS = 8

_HAN = "\u3007\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003ffff"
_HAN_OR_NOT = re.compile(f"([{_HAN}]+)|([^{_HAN}]+)")
_HAN_CHARACTER = re.compile(f"[{_HAN}]")
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


def sort_key(zh, en):
    """Return the key by which a name sorts in Chinese: its pinyin without tones, else its English.

    Only a-z, 0-9 and single spaces, so that databases with different collations agree on the order.
    """
    return (" ".join(_syllables(zh)) or _letters(en))[:MAX_SORT_KEY].rstrip()


def slug(zh, en):
    """Return an ASCII name for addresses, from the English, else from the pinyin; empty where neither gives one."""
    return "-".join(_letters(en).split() or _syllables(zh))[:MAX_SLUG].rstrip("-")


def search_text(*names, prose=()):
    """Return the texts folded for search, one a line; a Chinese name also as pinyin, joined pinyin and initials.

    `prose` is longer text, whose initials would match too much.
    """
    lines = {}
    for text in filter(None, names):
        lines[_folded(text)] = None
        if _HAN_CHARACTER.search(text):
            runs = _readings(text)
            syllables = [word for words, _is_han in runs for word in words]
            initials = [word[0] if is_han else word for words, is_han in runs for word in words]
            lines |= dict.fromkeys(("".join(syllables), " ".join(syllables), "".join(initials)))
    lines |= dict.fromkeys(_folded(text) for text in prose if text)
    lines.pop("", None)
    return "\n".join(lines)


def search_words(query):
    """Return the words of a query; a record matches where its search text contains every one.

    ValidationError (`invalid_search`) where there are too many of them or a database could not be asked for them.
    """
    if len(query) > MAX_QUERY:
        raise ValidationError(
            _("Search for at most %(number)s characters."), code="invalid_search", params={"number": MAX_QUERY}
        )
    if _UNSTORABLE.search(query):
        raise ValidationError(_("This search holds a character that no text has."), code="invalid_search")
    words = list(dict.fromkeys(filter(None, re.split("[ ,、;。]+", _folded(query)))))
    if len(words) > MAX_WORDS:
        raise ValidationError(
            _("Search for at most %(number)s words."), code="invalid_search", params={"number": MAX_WORDS}
        )
    return words


@lru_cache(4096)
def _folded(text):
    """Return the text without differences of case, width, accent and white space."""
    text = plain(_UNSTORABLE.sub(" ", text)).casefold()
    if text.isascii():
        return text
    bare = "".join(c for c in unicodedata.normalize("NFKD", text) if unicodedata.category(c) != "Mn")
    return plain(bare).casefold()


def _letters(text):
    """Return the ASCII words of a text, in lower case and separated by single spaces."""
    return " ".join(re.findall("[a-z0-9]+", _folded((text or "").replace("'", "").replace("’", ""))))


# A name is read for its order, its address and its search text, again and again by those who publish many.
@lru_cache(4096)
def _readings(text):
    """Return for each run of the text its words and whether they are the syllables of Chinese characters."""
    # Loading the dictionaries takes 0.2 s, which no command that neither searches nor saves should wait for.
    from pypinyin.seg.mmseg import seg

    return tuple(
        ([syllable for phrase in seg.cut(han) for syllable in _phrase_syllables(phrase)], True)
        if han
        else (_letters(other).split(), False)
        for han, other in _HAN_OR_NOT.findall(plain(text or ""))
    )


# Names repeat their phrases: eight times as fast as reading every name anew.
@lru_cache(16384)
def _phrase_syllables(phrase):
    from pypinyin import Style, lazy_pinyin

    readings = map(_letters, lazy_pinyin(phrase, Style.NORMAL, errors="ignore"))
    return tuple(syllable for syllable in readings if syllable)


def _syllables(text):
    return [word for words, _is_han in _readings(text) for word in words]
