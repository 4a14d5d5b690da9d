"""What follows from published facts alone: the columns they are found by, and the same facts with something taken out.

`serializers` describes their shape.
"""

from datetime import date
from decimal import Decimal

from projects.choices import ROLE_BITS
from projects.search import LAST_SORT_KEY, search_tokens, sort_key


def without_stray_citations(facts):
    """The facts without citations of parts that are not among them."""
    if "citations" in facts:
        facts["citations"] = [
            citation
            for citation in facts["citations"]
            if citation["part_number"] is None
            or any(part["number"] == citation["part_number"] for part in facts.get(citation["field"], []))
        ]
    return facts


def without(facts, noun, reference):
    """The facts with nothing in them that names the `noun` with this reference: parts that do are left out."""
    kept = {}
    for key, value in facts.items():
        if _names(value, noun, reference):
            kept[key] = None
        elif isinstance(value, list):
            kept[key] = [part for part in value if not any(_names(entry, noun, reference) for entry in part.values())]
        else:
            kept[key] = value
    if "site" in kept and kept["site"] is None:
        # A project comes to its plan by its site.
        kept["plan"] = None
    return without_stray_citations(kept)


def _names(value, noun, reference):
    return isinstance(value, dict) and value.get("noun") == noun and value["reference"] == reference


def naming_instead(facts, noun, reference, entry):
    """The facts with the `entry` of another record wherever they name the `noun` with this reference."""
    if isinstance(facts, dict):
        if _names(facts, noun, reference):
            return entry
        return {key: naming_instead(value, noun, reference, entry) for key, value in facts.items()}
    return [naming_instead(value, noun, reference, entry) for value in facts] if isinstance(facts, list) else facts


def mentions(facts):
    """What the facts name, as `noun:reference` between spaces, for `PublicationQuerySet.mentioning`."""
    found = set()
    _collect_references(facts, found)
    return f" {' '.join(sorted(found))} " if found else ""


def _collect_references(value, found):
    if isinstance(value, dict):
        if "noun" in value:
            found.add(f"{value['noun']}:{value['reference']}")
        value = value.values()
    for inner in value:
        # A union would be made anew for each value, half the time of the search.
        if isinstance(inner, (dict, list)):
            _collect_references(inner, found)


# What stands for a day or an amount that is not recorded: after, before and below all that can be.
LATEST, EARLIEST = date(9999, 12, 31), date(1000, 1, 1)
NO_AMOUNT = Decimal("-1.00")


def columns_of(noun, facts):
    """The columns by which the publication of a `project`, `site` … is filtered, sorted and found.

    Foreign keys to types and regions are not among them: facts hold no database keys.
    """
    name = display_name(facts)
    return {
        "slug": facts["slug"],
        "name_zh": name["zh"],
        "name_en": name["en"],
        "sort_zh": sort_key(name["zh"], name["en"]) or LAST_SORT_KEY,
        "sort_en": sort_key("", name["en"]) or sort_key(name["zh"], "") or LAST_SORT_KEY,
        "search_tokens": search_tokens(*_searched(facts, name), prose=_prose(facts)),
        "mentions": mentions(facts),
    } | COLUMNS[noun](facts)


def participations_of(facts):
    """Who takes part in it: pairs of a reference and a role."""
    return [(part["stakeholder"]["reference"], part["role"]) for part in facts.get("participations", ())]


def _roles(facts):
    """The roles that anybody has in it, as the sum of their bits: 0 where nobody takes part."""
    return sum(ROLE_BITS[role] for role in {role for _reference, role in participations_of(facts)})


def listings_of(facts):
    """The lists of key projects it stood on: pairs of a list's slug and a year."""
    return [(part["list"]["slug"], part["year"]) for part in facts.get("key_listings", ())]


def documents_of(facts):
    """The papers on it: what lists of them need to know of each, by column; found by their project's names too."""
    of_project = facts["reference"], *_both(display_name(facts))
    return [
        {
            "title_zh": part["title"]["zh"],
            "title_en": part["title"]["en"],
            **{name: part[name] for name in ("number", "type", "category", "disclosure", "issued_on")},
            "reference": facts["reference"],
            "sort_issued": part["issued_on"] or EARLIEST,
            "search_tokens": search_tokens(
                *_both(part["title"]), part["document_number"], *_both(part["authority"]), *of_project
            ),
        }
        for part in facts.get("documents", ())
    ]


def files_of(facts):
    """The pictures and documents it shows, by column, each once."""
    parts = (*facts.get("photos", ()), *facts.get("documents", ()))
    files = {part["file"]["token"]: part["file"] for part in parts if part.get("file")}
    return [
        {"token": token, "name": file["name"]["en"], "media_type": file["media_type"]}
        for token, file in sorted(files.items())
    ]


def document_facts(facts, number):
    """The facts of one paper among those of its project: what the part says, and the project as facts name one."""
    part = next(part for part in facts["documents"] if part["number"] == number)
    named = {"noun": "project", "reference": facts["reference"], "slug": facts["slug"], "name": display_name(facts)}
    return {"project": named} | part


def display_name(facts):
    """The name in both languages; where there is none at all, the type and the reference."""
    if any(facts["name"].values()):
        return facts["name"]
    return {language: text and f"{text} {facts['reference']}" for language, text in facts["type"]["name"].items()}


def _searched(facts, name):
    """Every text by which a reader may look for the record."""
    yield from _both(name)
    yield facts["reference"]
    for key, text in searched_texts(facts):
        if key not in PROSE:
            yield from _both(text)


def _prose(facts):
    for key in PROSE:
        yield from _both(facts.get(key))


# Texts too long for their initials to be looked for.
PROSE = ("summary", "description")


def searched_texts(facts):
    """What a record is found by beside its name and reference: pairs of a field and its text in both languages."""
    for key in ("national_code", "organisation_code"):
        yield from _in_any_language(key, facts.get(key))
    for former in facts.get("former_names", "").splitlines():
        yield from _in_any_language("former_names", former)
    if "type" in facts:
        yield "type", facts["type"]["name"]
    if facts.get("region"):
        # From the nearest outwards.
        for region in reversed(facts["region"]["path"]):
            yield "region", region["name"]
    for key in ("office", "publisher", "address", *PROSE):
        if facts.get(key):
            yield key, facts[key]


def searched_document_texts(facts):
    """The same of a paper, as `document_facts` gives it."""
    yield from _in_any_language("document_number", facts["document_number"])
    yield "authority", facts["authority"]
    yield "project", facts["project"]["name"]
    yield from _in_any_language("reference", facts["project"]["reference"])


def _in_any_language(key, text):
    if text:
        yield key, {"zh": text, "en": text}


def _both(text):
    """Chinese, then English: PostgreSQL gives a JSON object back in an order of its own."""
    return (text["zh"], text["en"]) if text else ()


def _reference(entry):
    return entry["reference"] if entry else ""


def _first_and_last(facts, event):
    stated = facts[f"{event}_actual"] or facts[f"{event}_planned"]
    return {f"{event}_{end}": stated[end] if stated else None for end in ("first", "last")}


def _point(facts):
    return {axis: None if facts[axis] is None else Decimal(facts[axis]) for axis in ("longitude", "latitude")}


def _sort_keys(columns):
    """What projects are put in order by, never empty, so that one index holds the order and the ones without come last.

    Amounts in other currencies than yuan cannot be compared, and come after those that can.
    """
    in_yuan = columns["investment"] is not None and columns["investment_currency"] == "CNY"
    return {
        "sort_start": columns["start_first"] or LATEST,
        "sort_finish": columns["finish_last"] or LATEST,
        "sort_investment": columns["investment"] if in_yuan else NO_AMOUNT,
        "sort_confirmed": columns["confirmed_on"] or EARLIEST,
    }


def _project(facts):
    columns = _project_columns(facts)
    return columns | _sort_keys(columns)


def _project_columns(facts):
    return {
        "stage": facts["stage"],
        "condition": facts["condition"],
        "is_benchmark": facts["is_benchmark"],
        "part_of_reference": _reference(facts["part_of"]),
        "site_reference": _reference(facts["site"]),
        "plan_reference": _reference(facts["plan"]),
        "roles": _roles(facts),
        "is_listed": bool(listings_of(facts)),
        **_first_and_last(facts, "start"),
        **_first_and_last(facts, "finish"),
        "investment": None if facts["investment"] is None else Decimal(facts["investment"]),
        "investment_currency": facts["investment_currency"],
        **_point(facts),
        "confirmed_on": facts["confirmed_on"],
    }


def _site(facts):
    return {
        "plan_reference": _reference(facts["plan"]),
        "roles": _roles(facts),
        "status": facts["status"],
        **_point(facts),
    }


COLUMNS = {
    "project": _project,
    "site": _site,
    "plan": lambda facts: {"status": facts["status"], "roles": _roles(facts)},
    "stakeholder": lambda facts: {"kind": facts["kind"]},
    "source": lambda facts: {"published_on": facts["published_on"]},
}
