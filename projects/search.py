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
MAX_TOKEN = 40
# What stands in for a key where there is none: after every name in pinyin and nearly every English one.
LAST_SORT_KEY = "zzzz"

_HAN = "\u3007\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003ffff"
_HAN_OR_NOT = re.compile(f"([{_HAN}]+)|([^{_HAN}]+)")
_HAN_CHARACTER = re.compile(f"[{_HAN}]")
_PIECES = re.compile(rf"([{_HAN}]+)|([^\W_{_HAN}]+(?:-[^\W_{_HAN}]+)*)")
_APOSTROPHES = re.compile("['\u2019]")
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


@lru_cache(4096)
def sort_key(zh, en):
    """Return the key by which a name sorts in Chinese: its pinyin without tones, else its English.

    Only a-z, 0-9 and single spaces, so that databases with different collations agree on the order.
    """
    return (" ".join(_syllables(zh)) or _letters(en))[:MAX_SORT_KEY].rstrip()


def slug(zh, en):
    """Return an ASCII name for addresses, from the English, else from the pinyin; empty where neither gives one."""
    return "-".join(_letters(en).split() or _syllables(zh))[:MAX_SLUG].rstrip("-")


def search_tokens(*names, prose=()):
    """Return what the texts are found by, as sorted tokens between single spaces.

    A run of Chinese characters gives every two neighbours, and its last alone; other scripts give their words, and of
    `a-b` also what follows the hyphen. A Chinese name also gives its pinyin and its initials from every syllable on.
    `prose` is longer text, whose initials would match too much. A token holds letters, digits and hyphens only.
    """
    tokens = set()
    for text in filter(None, names):
        tokens |= _name_tokens(text)
    for text in filter(None, prose):
        tokens |= _prose_tokens(text)
    return " ".join(sorted(tokens))


def search_terms(words):
    """Return what a record must hold to match all the words: pairs of a token and whether it may go on after that."""
    terms = {}
    for word in words:
        for han, other in _PIECES.findall(word):
            if len(han) > 1:
                terms |= {(pair, False): None for pair in _pairs(han)}
            else:
                terms[(han or other)[:MAX_TOKEN], True] = None
    return list(terms)


def search_words(query):
    """Return the words of a query, without marks that stand alone; a record matches where it holds every one.

    ValidationError (`invalid_search`) where there are too many of them or a database could not be asked for them.
    """
    if len(query) > MAX_QUERY:
        raise ValidationError(
            _("Search for at most %(number)s characters."), code="invalid_search", params={"number": MAX_QUERY}
        )
    if _UNSTORABLE.search(query):
        raise ValidationError(_("This search holds a character that no text has."), code="invalid_search")
    words = list(dict.fromkeys(filter(_PIECES.search, re.split("[ ,、;。]+", _searchable(query)))))
    if len(words) > MAX_WORDS:
        raise ValidationError(
            _("Search for at most %(number)s words."), code="invalid_search", params={"number": MAX_WORDS}
        )
    return words


def holds(texts, words):
    """Whether the names together hold every word, as the index of tokens would find them."""
    tokens = search_tokens(*texts).split(" ")
    return all(
        any(token.startswith(term) if may_go_on else token == term for token in tokens)
        for term, may_go_on in search_terms(words)
    )


def begins_with(text, query):
    """Whether a name begins with what is asked for: as it is written, or in pinyin or initials without spaces."""
    sought, runs = _searchable(query), _readings(text)
    said = "".join(word for words, _is_han in runs for word in words)
    initials = "".join(word[0] if is_han else word for words, is_han in runs for word in words)
    return _searchable(text).startswith(sought) or any(
        read.startswith(sought.replace(" ", "")) for read in (said, initials)
    )


def is_same(text, query):
    """Whether a name or reference is what is asked for, but for case, width, accents and white space."""
    return _searchable(text) == _searchable(query)


def holds_han(text):
    """Whether there is a Chinese character in it."""
    return bool(_HAN_CHARACTER.search(text))


def spans(text, words, *, by_sound=False):
    """Return where a text holds any of the words: pairs of the first place and the one after the last, apart.

    Chinese characters are found anywhere, in pairs where not all of them stand together; other words as they begin,
    and `by_sound` also as the pinyin or the initials of Chinese characters.
    """
    folded = [(said, place) for place, written in enumerate(text) for said in _searchable(written) or " "]
    read = "".join(said for said, _place in folded)
    held = set()
    for word in words:
        for han, other in _PIECES.findall(word):
            pieces = [other] if other else [han] if han in read else [*_pairs(han)]
            for piece in pieces:
                for found in re.finditer(rf"(?<![^\W_{_HAN}]){re.escape(piece)}" if other else piece, read):
                    held |= {*range(folded[found.start()][1], folded[found.end() - 1][1] + 1)}
            if other and by_sound:
                held = held.union(*_sounding(text, other))
    edges = sorted(place for place in held if place - 1 not in held)
    return [(place, next(n for n in range(place, len(text) + 1) if n not in held)) for place in edges]


def _sounding(text, word):
    """Yield the places of Chinese characters whose pinyin or initials begin with the word."""
    for run in re.finditer(f"[{_HAN}]+", text):
        syllables = _syllables(run[0])
        # A character that no dictionary reads leaves none; then nothing says which is whose.
        if len(syllables) == len(run[0]):
            for said in (syllables, [syllable[0] for syllable in syllables]):
                yield from (range(run.start() + n, run.start() + n + long) for n, long in _read_out(said, word))


def _read_out(said, word):
    """Yield from which of what is said, and how many on, the word is read; the last of them may be cut short."""
    for first in range(len(said)):
        rest = word
        for number, syllable in enumerate(said[first:], 1):
            if syllable.startswith(rest):
                yield first, number
                break
            if not rest.startswith(syllable):
                break
            rest = rest.removeprefix(syllable)


@lru_cache(4096)
def _folded(text):
    """Return the text without differences of case, width, accent and white space."""
    text = plain(_UNSTORABLE.sub(" ", text)).casefold()
    if text.isascii():
        return text
    bare = "".join(c for c in unicodedata.normalize("NFKD", text) if unicodedata.category(c) != "Mn")
    return plain(bare).casefold()


def _searchable(text):
    """Return the folded text with the words that an apostrophe divides in one: Xi'an is xian."""
    return _APOSTROPHES.sub("", _folded(text))


# The names of regions and types come with every record.
@lru_cache(4096)
def _name_tokens(text):
    tokens = {*_tokens(text)}
    if _HAN_CHARACTER.search(text):
        runs = _readings(text)
        tokens |= {*_from_each([word for words, _is_han in runs for word in words])}
        tokens |= {*_from_each([word[0] if is_han else word for words, is_han in runs for word in words])}
    return frozenset(tokens)


@lru_cache(1024)
def _prose_tokens(text):
    return frozenset(_tokens(text))


def _tokens(text):
    for han, other in _PIECES.findall(_searchable(text)):
        if han:
            yield from _pairs(han)
            yield han[-1]
        else:
            words = other.split("-")
            yield from ("-".join(words[n:])[:MAX_TOKEN] for n in range(len(words)))


def _pairs(han):
    return (han[n : n + 2] for n in range(len(han) - 1))


def _from_each(words):
    """Yield the words joined, from the first on, from the second on, …, each as long as a token may be."""
    return ("".join(words[n : n + MAX_TOKEN])[:MAX_TOKEN] for n in range(len(words)))


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
