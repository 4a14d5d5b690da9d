"""The data guide: a glossary, what every field and code means, and how to take the data away."""

from django.shortcuts import render
from django.utils.text import capfirst
from django.views.decorators.http import require_safe

from projects.choices import Precision
from projects.columns import COLUMNS, LISTED_MODELS, NOUN_MODELS, Kind, label_of, part_columns
from projects.filters.vocabularies import MAX_VALUES
from projects.meanings import CODES, FIELDS, FORMATS, KINDS, PARTS, PRECISIONS, TERMS
from projects.models import KeyProjectList, ProjectType
from projects.search import MAX_QUERY, MAX_WORDS

# The fields whose values staff keep a list of: its entries are shown with their codes.
LISTED_BY = {
    ("project", "type"): ProjectType,
    ("site", "type"): ProjectType,
    ("key_listings", "list"): KeyProjectList,
}


@require_safe
def guide(request):
    """What stands on pages and in files, explained to those who read them; of the data it reads lists alone."""
    vocabularies = _Vocabularies()
    nouns = [
        {
            "anchor": noun,
            "title": capfirst(LISTED_MODELS[noun]._meta.verbose_name_plural),
            "rows": _rows(noun, columns, FIELDS[noun], vocabularies),
        }
        for noun, columns in COLUMNS.items()
    ]
    context = {
        "terms": TERMS,
        "nouns": nouns,
        "parts": [_part(collection, owners, vocabularies) for collection, owners in owners_of_parts().items()],
        "kinds": list(KINDS.values()),
        "precisions": [(code, Precision(code).label, meaning) for code, meaning in PRECISIONS.items()],
        "formats": FORMATS.values(),
        "limits": {"words": MAX_WORDS, "characters": MAX_QUERY, "values": MAX_VALUES},
    }
    return render(request, "projects/guide.html", context)


def anchor_of(*keys):
    """The name on this page of a noun, a kind of part or a field of either: `project-stage`. Others link to it."""
    return "-".join(keys).replace("_", "-")


def owners_of_parts():
    """Every kind of part -> the words for the nouns that have it, in the order of the lists."""
    owners = {}
    for noun in COLUMNS:
        for collection in NOUN_MODELS[noun].part_models() if noun in NOUN_MODELS else ():
            owners.setdefault(collection, []).append(noun)
    return owners


def _part(collection, owners, vocabularies):
    """The fields of a kind of part; they are the same for every noun that has it."""
    model = NOUN_MODELS[owners[0]]
    return {
        "anchor": anchor_of(collection),
        "key": collection,
        "title": label_of(model, collection),
        "owners": [(noun, capfirst(LISTED_MODELS[noun]._meta.verbose_name_plural)) for noun in owners],
        "rows": _rows(collection, part_columns(owners[0], collection), PARTS[collection], vocabularies),
    }


def _rows(table, columns, meanings, vocabularies):
    return [
        {
            "anchor": anchor_of(table, column.key),
            "label": column.label,
            "key": column.key,
            "kind": KINDS[Kind.ENTRY if (table, column.key) in LISTED_BY else column.kind][0],
            "unit": column.unit,
            "meaning": meanings[column.key],
        }
        | vocabularies.codes_of(table, column)
        for column in columns
    ]


class _Vocabularies:
    """The codes of columns, each vocabulary written out where it first comes."""

    def __init__(self):
        self._places = {}

    def codes_of(self, table, column):
        """The codes with words and meanings, or the anchor and the name of the field that has them already."""
        listed = LISTED_BY.get((table, column.key))
        # What a citation supports is any field of this guide.
        if not (listed or column.choices) or (table, column.key) == ("citations", "field"):
            return {"codes": []}
        own = anchor_of(table, column.key)
        place = self._places.setdefault(listed or tuple(column.choices), (own, column.label))
        if place[0] != own:
            return {"codes": [], "as_under": place}
        if listed:
            return {"codes": [(entry.slug, entry.label, entry.description) for entry in listed.objects.live()]}
        meanings = CODES.get((table, column.key), {})
        return {"codes": [(code, word, meanings.get(code, "")) for code, word in column.choices.items()]}
