"""Search over everything public: what is found, noun by noun, best first, and suggestions while somebody types."""

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.http import JsonResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from projects import search
from projects.columns import LISTED_MODELS, label_of
from projects.facts import PROSE, document_facts, searched_document_texts, searched_texts
from projects.filters import SELECTIONS, ReferenceLists, select
from projects.localized import LocalText, choose
from projects.views.lists import LISTS
from projects.views.values import address, listed_address, noun_name

# How many of each noun a page shows, and of types and regions; how many matches are compared one by one; how many
# suggestions are made; how many words of a search that finds nothing are tried alone.
SHOWN, LISTED = 5, 20
COMPARED = 50
SUGGESTED = 8
TRIED = 4
# Letters before and after the first mark that a passage keeps.
AROUND = 60
# The rank of what holds the words in its name; anything better begins so or is called exactly so.
HELD = 2
TYPES, REGIONS = gettext_lazy("Project types"), gettext_lazy("Regions")


@dataclass
class Hit:
    """Something found: the word for it, its address, its name with the marks, and the passage that holds the words."""

    noun: str
    address: str
    name: str
    reference: str
    passage: str = ""
    label: str = ""


@require_safe
def results(request):
    """What is found by `q`, grouped by noun; without it, what may be looked for."""
    query = request.GET.get("q", "").strip()
    try:
        words = search.search_words(query)
    except ValidationError as problem:
        return _page(request, query, problems=problem.messages)
    if not words:
        return _page(request, query, problems=[_("Type a word of what you look for.")] if query else [])
    lists = ReferenceLists()
    groups = [*_reference_groups(lists, query, words), *(_group(noun, query, words) for noun in SELECTIONS)]
    groups = [group for group in groups if group["number"]]
    fewer = [] if groups or len(words) == 1 else [word for word in words[:TRIED] if _finds(word)]
    return _page(request, query, groups=groups, fewer=fewer)


@require_safe
def suggestions(request):
    """The names that begin with `q`, then others that hold it, as JSON: a list of noun, name, language and address."""
    query = request.GET.get("q", "").strip()
    try:
        words = search.search_words(query) if is_enough(query) else []
    except ValidationError:
        words = []
    found = _suggested(query, words) if words else []
    answer = [
        {
            "noun": _noun_name(noun),
            "name": str(_name(noun, row)),
            "lang": _name(noun, row).tag,
            "address": listed_address(row),
        }
        for noun, row in found
    ]
    return JsonResponse(answer, safe=False, json_dumps_params={"ensure_ascii": False})


def _suggested(query, words):
    """The best of all nouns as pairs of a noun and a row; how many there are nobody asks while typing."""
    found = {noun: _ranked(noun, _named(noun, query, words), query, words) for noun in SELECTIONS}
    # Where enough names begin so, nothing comes before them: the dearer question is not asked.
    if sum(rank < HELD for entries in found.values() for rank, _row in entries) < SUGGESTED:
        for noun in SELECTIONS:
            matches = SELECTIONS[noun][1].objects.current().matching(words)
            ordered = matches.last_issued_first() if noun == "document" else matches.by_name()
            found[noun] = _best(noun, ordered.hits_first(), query, words)
    # Of equal rank one of each noun, then the second of each.
    ranked = [(rank, n, noun, row) for noun, entries in found.items() for n, (rank, row) in enumerate(entries)]
    return [entry[2:] for entry in sorted(ranked, key=lambda entry: entry[:2])[:SUGGESTED]]


def is_enough(query):
    """Whether it says enough to suggest something: one Chinese character, or three letters or digits."""
    return len(query) >= 3 or search.holds_han(query)


def _page(request, query, *, groups=(), problems=(), fewer=()):
    types = [] if groups else [choose(entry.name_zh, entry.name_en) for entry in ReferenceLists().types]
    context = {
        "query": f"?{_asking(query).urlencode()}" if query and not problems else "",
        "asked": query,
        "groups": groups,
        "problems": problems,
        "tries": [(words, f"?{_asking(words).urlencode()}") for words in (*fewer, *types)],
        "number": sum(group["number"] for group in groups),
    }
    return render(request, "projects/search.html", context)


def _finds(word):
    return any(published.objects.current().matching([word]).exists() for _selection, published in SELECTIONS.values())


def _asking(query):
    asked = QueryDict(mutable=True)
    asked["q"] = query
    return asked


def _group(noun, query, words):
    """What is found of one noun, with the way to all of it."""
    selection = select(noun, _asking(query))
    number = selection.count
    best = _best(noun, selection.ordered, query, words)[:SHOWN] if number else []
    title, counted, _files = LISTS[noun]
    return {
        "id": noun,
        "title": title,
        "number": number,
        "counted": counted % {"number": number},
        "whole": f"{reverse(f'projects:{noun}_list')}?{_asking(query).urlencode()}" if number > len(best) else "",
        "hits": [_hit(noun, row, words) for _rank, row in best],
    }


def _best(noun, matches, query, words):
    """Those that match, ranked, as pairs of a rank and a row; of many no more than can be compared one by one."""
    rows = [*matches.whole()[:COMPARED]]
    # Of many the best may be anywhere in the order.
    more = _named(noun, query, words) if len(rows) == COMPARED else []
    return _ranked(noun, {row.pk: row for row in (*rows, *more)}.values(), query, words)


def _named(noun, query, words):
    """Those that hold the words and have this reference or, it may be, names that begin so, which indexes find."""
    if noun == "document":
        return []
    current = SELECTIONS[noun][1].objects.current()
    parts = (current.known_as(query.upper()), *current.named_from(query, words))
    rows = {row.pk: row for part in parts for row in part.whole()[:COMPARED]}
    return [row for row in rows.values() if search.holds([*filter(None, _names(noun, row)), row.reference], words)]


def _ranked(noun, rows, query, words):
    ranked = [(_rank(noun, row, query, words), n, row) for n, row in enumerate(rows)]
    return [(rank, row) for rank, _n, row in sorted(ranked, key=lambda entry: entry[:2])]


def _rank(noun, row, query, words):
    """0 for what is called exactly so or has this reference or code, 1 for names that begin so, else 2 or 3."""
    names = [name for name in _names(noun, row) if name]
    keys = [row.reference]
    if noun != "document":
        keys += [row.slug, *(row.facts.get(code) for code in ("national_code", "organisation_code"))]
    return _name_rank(names, keys, query, words)


def _name_rank(names, keys, query, words):
    if any(search.is_same(known, query) for known in (*names, *keys) if known):
        return 0
    if any(search.begins_with(name, query) for name in names):
        return 1
    return HELD if search.holds(names, words) else HELD + 1


def _names(noun, row):
    return (row.title_zh, row.title_en) if noun == "document" else (row.name_zh, row.name_en)


def _name(noun, row):
    return choose(*_names(noun, row))


def _noun_name(noun):
    return noun_name(noun) if noun != "document" else _("Document")


def _hit(noun, row, words):
    name, other = _name(noun, row), None
    if not search.spans(name, words, by_sound=True):
        texts = (text for text in _texts(*_names(noun, row)) if text != name)
        other = next((text for text in texts if search.spans(text, words, by_sound=True)), None)
    reference = "" if row.reference in name else row.reference
    hit = Hit(noun, listed_address(row), marked(name, words, by_sound=True), reference)
    if other:
        hit.passage = marked(other, words, by_sound=True)
    elif not search.holds([name], words):
        hit.label, hit.passage = _passage(noun, row, words)
    return hit


def _passage(noun, row, words):
    """The first text of the record that holds one of the words, and what the text is; empty where none does."""
    facts = document_facts(row.project.facts, row.number) if noun == "document" else row.facts
    texts = searched_document_texts(facts) if noun == "document" else searched_texts(facts)
    for key, both in texts:
        # Of prose nobody looks for the sound.
        by_sound = key not in PROSE
        for text in _texts(both["zh"], both["en"]):
            if search.spans(text, words, by_sound=by_sound):
                label = noun_name("project") if key in {"project", "reference"} else label_of(LISTED_MODELS[noun], key)
                return label, marked(text, words, around=AROUND, by_sound=by_sound)
    return "", ""


def _texts(zh, en):
    """A text in the reader's language first, then in the other, each knowing its own."""
    first = choose(zh, en)
    other = LocalText(en, "en") if first.language == "zh" else LocalText(zh, "zh")
    return [text for text in (first, other) if text]


def marked(text, words, *, around=None, by_sound=False):
    """A text as safe HTML with what the words found marked; of a long one, `around` letters on either side."""
    spans = search.spans(text, words, by_sound=by_sound)
    start, end = 0, len(text)
    if around and spans:
        start, end = max(0, spans[0][0] - around), min(len(text), spans[0][1] + around)
        spans = [span for span in spans if start <= span[0] and span[1] <= end]
    pieces, last = ["…"] if start else [], start
    for first, after in spans:
        pieces += [text[last:first], format_html("<mark>{}</mark>", text[first:after])]
        last = after
    pieces += [text[last:end], "…" if end < len(text) else ""]
    joined = format_html_join("", "{}", ((piece,) for piece in pieces))
    is_foreign = isinstance(text, LocalText) and text.is_fallback
    return format_html('<span lang="{}">{}</span>', text.tag, joined) if is_foreign else joined


def _reference_groups(lists, query, words):
    """The types and regions that are found: few enough to be looked through."""
    for noun, title, entries in (("type", TYPES, lists.types), ("region", REGIONS, lists.regions)):
        found = []
        for entry in entries:
            key = entry.natural_key()[0]
            names = [name for name in (entry.name_zh, entry.name_en) if name]
            if search.holds([*names, key], words):
                found.append((_name_rank(names, [key], query, words), entry))
        found.sort(key=lambda pair: pair[0])
        yield {
            "id": noun,
            "title": title,
            "number": len(found),
            "counted": title,
            "whole": reverse(f"projects:{noun}_list") if len(found) > LISTED else "",
            "hits": [_reference_hit(noun, entry, words) for _rank, entry in found[:LISTED]],
        }


def _reference_hit(noun, entry, words):
    key, name = entry.natural_key()[0], choose(entry.name_zh, entry.name_en)
    where = address({"code" if noun == "region" else "slug": key})
    hit = Hit(noun, where, marked(name, words, by_sound=True), key if noun == "region" else "")
    if not search.spans(name, words, by_sound=True):
        others = (text for text in _texts(entry.name_zh, entry.name_en) if search.spans(text, words, by_sound=True))
        hit.passage = next((marked(text, words, by_sound=True) for text in others), "")
    return hit
