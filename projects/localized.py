"""Content in two languages: `name_zh` and `name_en`, read as `name`."""

import re

from django.db import models
from django.db.models.functions import Coalesce, NullIf
from django.utils.html import escape, format_html
from django.utils.text import format_lazy
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

LANGUAGES = ("zh", "en")
TAGS = {"zh": "zh-Hans", "en": "en"}
_CHINESE = re.compile("[\u3400-\u9fff]")
NAMES = {"zh": _("Chinese"), "en": _("English")}


def reading_language():
    """The language the reader is in: `zh` or `en`."""
    return "en" if (get_language() or "").startswith("en") else "zh"


class LocalText(str):
    """Text that knows its language, and marks itself in HTML where it is not the reader's."""

    __slots__ = ("language",)

    def __new__(cls, text, language):
        """Hold `text`, written in `language` (`zh` or `en`)."""
        self = super().__new__(cls, text)
        self.language = language
        return self

    def __getnewargs__(self):
        """What pickle and copy rebuild the text from."""
        return str(self), self.language

    @property
    def tag(self):
        """The language as BCP 47 writes it."""
        return TAGS[self.language]

    @property
    def is_fallback(self):
        """Whether the reader gets the other language, for want of their own."""
        return bool(self) and self.language != reading_language()

    def __html__(self):
        if self.is_fallback:
            return format_html('<span lang="{}">{}</span>', self.tag, str(self))
        return escape(str(self))


def by_letters(text):
    """The text, taken for Chinese where it holds a Chinese character: for what people write in either language."""
    return LocalText(text, "zh" if _CHINESE.search(text) else "en")


def person_name(account):
    """How an account is called among people: family name first in Chinese, the name to log in with for want of one."""
    chinese = f"{account.last_name}{account.first_name}"
    return chinese if _CHINESE.search(chinese) else account.get_full_name() or account.get_username()


def choose(zh, en):
    """The text in the reader's language, or in the other where theirs is missing."""
    first = reading_language()
    texts = {"zh": zh or "", "en": en or ""}
    other = "en" if first == "zh" else "zh"
    return LocalText(texts[first], first) if texts[first] else LocalText(texts[other], other if texts[other] else first)


def localize(facts):
    """Published facts with every `{"zh": …, "en": …}` in them read as one text."""
    if isinstance(facts, dict):
        if facts.keys() == {"zh", "en"}:
            return choose(facts["zh"], facts["en"])
        return {key: localize(value) for key, value in facts.items()}
    if isinstance(facts, list):
        return [localize(value) for value in facts]
    return facts


class Localized:
    """Two columns, `<name>_zh` and `<name>_en`, and one attribute that reads them.

    On a record it gives a `LocalText`; on the class, the database expression of the same choice.
    """

    def __init__(self, field, verbose_name, **options):
        """Declare both columns as `field(verbose_name, **options)`; either may stay empty."""
        self.verbose_name = verbose_name
        self.columns = {
            language: field(format_lazy("{} ({})", verbose_name, NAMES[language]), blank=True, default="", **options)
            for language in LANGUAGES
        }

    def contribute_to_class(self, model, name):
        self.name = name
        for language, column in self.columns.items():
            model.add_to_class(f"{name}_{language}", column)
        setattr(model, name, self)
        model.localized = (*getattr(model, "localized", ()), name)

    def __get__(self, record, model=None):
        if record is None:
            first = reading_language()
            other = "en" if first == "zh" else "zh"
            return Coalesce(
                NullIf(models.F(f"{self.name}_{first}"), models.Value("")), models.F(f"{self.name}_{other}")
            )
        return choose(getattr(record, f"{self.name}_zh"), getattr(record, f"{self.name}_en"))


def in_both(record, name):
    """Both texts of the localized attribute `name` as plain data: `{"zh": …, "en": …}`."""
    return {"zh": getattr(record, f"{name}_zh"), "en": getattr(record, f"{name}_en")}
