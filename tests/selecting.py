"""What a selection of projects ought to show, judged in plain Python from published facts alone."""

from decimal import Decimal

from projects.dates import parse_date
from projects.models import PublishedProject
from projects.money import parse_amount
from projects.search import search_terms, search_words
from tests.test_search import holds


def satisfies(project, name, values):
    """Whether the facts of a published project satisfy one name of a selection."""
    facts = project.facts
    if name == "q":
        return holds(project.search_tokens, search_terms(search_words(values[0])))
    if name == "region":
        return any(above["code"] in values for above in facts["region"]["path"])
    if name == "benchmark":
        return ("yes" if facts["is_benchmark"] else "no") in values
    if name in {"type", "plan", "stage", "condition"}:
        said = facts[name]["slug"] if isinstance(facts[name], dict) else facts[name]
        return (said or "none") in values
    if name == "list":
        return bool({entry["list"]["slug"] for entry in facts["key_listings"]} & {*values}) or (
            not facts["key_listings"] and "none" in values
        )
    return satisfies_range(facts, name, values[0])


def satisfies_range(facts, name, value):
    """Whether the facts satisfy a bound of a day or an amount."""
    matter, side = name.split("_")
    if matter == "investment":
        if value == "none":
            return facts["investment"] is None
        if facts["investment"] is None or facts["investment_currency"] != "CNY":
            return False
        amount, bound = Decimal(facts["investment"]), parse_amount(value)
        return amount >= bound if side == "min" else amount <= bound
    if matter == "confirmed":
        first = last = facts["confirmed_on"]
    else:
        stated = facts[f"{matter}_actual"] or facts[f"{matter}_planned"]
        first, last = (stated["first"], stated["last"]) if stated else (None, None)
    if value == "none":
        return first is None
    if first is None:
        return False
    bound = parse_date(value)
    return first >= bound.first.isoformat() if side == "after" else last <= bound.last.isoformat()


def satisfies_people(facts, asked):
    """Whether one participation has both a stakeholder and a role asked for, or there is none and that is asked for."""
    if not facts["participations"]:
        return all("none" in values for values in asked.values())
    return any(
        part["stakeholder"]["slug"] in asked.get("stakeholder", [part["stakeholder"]["slug"]])
        and part["role"] in asked.get("role", [part["role"]])
        for part in facts["participations"]
    )


def expected(selection):
    """The references of the published projects that satisfy the selection."""
    people = {name: values for name, values in selection.items() if name in {"stakeholder", "role"}}
    others = {name: values for name, values in selection.items() if name not in people}
    return {
        project.reference
        for project in PublishedProject.objects.current()
        if all(satisfies(project, name, values) for name, values in others.items())
        and (not people or satisfies_people(project.facts, people))
    }
