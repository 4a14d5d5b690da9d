"""The facts of one record as its page shows them: labelled, in words, and marked with their sources."""

from dataclasses import dataclass

from django.utils.html import format_html_join
from django.utils.translation import gettext as _

from projects.choices import Currency
from projects.columns import label_of, names_of
from projects.views.citations import marks
from projects.views.linked_data import linked_data
from projects.views.values import anchor, coordinates, day, is_stated, show

# What names or measures other facts, or is said by the tracker itself, needs no source.
UNSOURCED = {"reference", "slug", "investment_currency", "confirmed_on", "longitude", "citations"}
DERIVED = {"project": {"plan"}, "stakeholder": {"kind"}, "region": {"code", "name", "path"}}


@dataclass
class Fact:
    """One fact: its name, its words ("" where nothing is recorded), and the notes that support it."""

    anchor: str
    label: str
    value: str
    notes: list

    @property
    def marks(self):
        """Links to its sources."""
        return marks(self.notes)

    @property
    def stated_on(self):
        """The last day on which a source states it, in words; "" without a source."""
        return day(max(note.stated_on for note in self.notes)) if self.notes else ""


@dataclass
class PartFacts:
    """A part of a record: what it says as facts, and the same in words."""

    anchor: str
    facts: dict
    shown: dict
    notes: list

    @property
    def marks(self):
        """Links to its sources."""
        return marks(self.notes)

    @property
    def stated_on(self):
        """The last day on which a source states it, in words; "" without a source."""
        return day(max(note.stated_on for note in self.notes)) if self.notes else ""


class Sheet:
    """The facts of one published record in the reader's language.

    `model` is what they describe; `notes` gathers the sources of the page. Where the page takes some facts only from
    this record, `is_wanted` tells by field and part number which, and `prefix` keeps their anchors apart from others.
    """

    def __init__(self, model, facts, notes, is_wanted=None, prefix=""):
        """Number the sources of the facts in the order of the record's citations."""
        self.model, self.facts, self.prefix = model, facts, prefix
        self.currency = facts.get("investment_currency", Currency.CNY)
        self._notes = {}
        for citation in facts.get("citations", []):
            key = (citation["field"], citation["part_number"])
            if is_wanted and not is_wanted(*key):
                continue
            note = notes.cite(citation)
            supported = self._notes.setdefault(key, [])
            if note not in supported:
                supported.append(note)
                note.supports.append({"anchor": prefix + anchor(*key), "label": describe(model, *key)})

    @property
    def name_marks(self):
        """Links to the sources of the record's name, for its heading."""
        return marks(self._notes.get(("name", None), []))

    @property
    def linked_data(self):
        """The record in the data that search engines read, as safe HTML."""
        return linked_data(self.model._meta.model_name, self.facts)

    def fact(self, name):
        """One field, labelled, in words and marked."""
        value = (
            coordinates(self.facts)
            if name == "latitude"
            else show(self.model, name, self.facts.get(name), self.currency)
        )
        label = _("Coordinates") if name == "latitude" else label_of(self.model, name)
        return Fact(self.prefix + anchor(name), label, value, self._notes.get((name, None), []))

    def rows(self, *names):
        """Several fields, in this order."""
        return [self.fact(name) for name in names]

    def ladder(self, name, steps):
        """The steps that a coded field goes through, each past, now or ahead; None where it is at none of them."""
        values = [step.value for step in steps]
        if self.facts[name] not in values:
            return None
        now = values.index(self.facts[name])
        states = ["past"] * now + ["now"] + ["ahead"] * len(values)
        labels = [{"label": step.label, "state": state} for step, state in zip(steps, states, strict=False)]
        return {"label": label_of(self.model, name), "steps": labels}

    def status(self, *names):
        """The same for how a record stands; a reason is missing only where something asks for it."""
        return [fact for fact in self.rows(*names) if fact.value or not fact.anchor.endswith("_reason")]

    def parts(self, collection):
        """The parts of one kind, each field in words."""
        part_model = self.model.part_models()[collection]
        names = names_of(part_model)
        return [
            PartFacts(
                self.prefix + anchor(collection, part["number"]),
                part,
                {name: show(part_model, name, part.get(name), self.currency) for name in names},
                self._notes.get((collection, part["number"]), []),
            )
            for part in self.facts.get(collection, [])
        ]

    def table(self, collection, *names):
        """The parts of one kind as a table of those columns in which any says something; None without parts."""
        parts = self.parts(collection)
        names = [name for name in names if any(is_stated(part.facts.get(name)) for part in parts)]
        part_model = self.model.part_models()[collection]
        labels = [label_of(part_model, name) for name in names]
        return parts and {
            "caption": label_of(self.model, collection),
            "columns": labels,
            "rows": [
                {"part": part, "cells": list(zip(labels, (part.shown[name] for name in names), strict=True))}
                for part in parts
            ],
        }

    def unsourced(self):
        """The facts stated without a source, as labels with the anchors that lead to them."""
        noun = self.model._meta.model_name
        found = []
        for name, value in self.facts.items():
            if name in UNSOURCED or name in DERIVED.get(noun, ()) or not is_stated(value):
                continue
            numbers = [part["number"] for part in value] if isinstance(value, list) else [None]
            found += [
                {"anchor": anchor(name, number), "label": describe(self.model, name, number)}
                for number in numbers
                if (name, number) not in self._notes
            ]
        return found


def describe(model, name, number=None):
    """The field or part that a source supports, in words: "Stage", "Amenities 2"."""
    label = _("Coordinates") if name == "latitude" else label_of(model, name)
    return label if number is None else f"{label} {number}"


def in_one_line(shown):
    """A part in one line: everything it says."""
    return format_html_join(" · ", "{}", ((value,) for value in shown.values() if value))
