"""The interface in Chinese: every text translated, the compiled catalogue the same as the one people edit."""

import ast
import re
import string
from pathlib import Path

import polib
import pytest
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.utils.translation.template import templatize

APPLICATION = settings.BASE_DIR / "projects"
CATALOGUE = APPLICATION / "locale" / "zh_Hans" / "LC_MESSAGES" / "django.po"
# How many leading arguments are texts to translate, and whether a context comes first.
CALLS = {"gettext": (1, False), "ngettext": (2, False), "pgettext": (1, True), "npgettext": (2, True)}
CALLS |= {f"{name}_lazy": how for name, how in CALLS.items()} | {"_": (1, False), "gettext_noop": (1, False)}
TEXT = r"""\s*u?(?:'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")\s*"""
TEMPLATE_CALL = re.compile(rf"\b({'|'.join(CALLS)})\(((?:{TEXT},?)+)", re.DOTALL)


def entry(name, texts):
    """The context and the singular by which a catalogue finds a call's text."""
    return (texts[0], texts[1]) if CALLS[name][1] else (None, texts[0])


def texts_in_code(path):
    """Every text that a module marks for translation."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in CALLS:
            texts = [argument.value for argument in node.args if isinstance(argument, ast.Constant)]
            if texts and isinstance(texts[0], str):
                yield entry(node.func.id, texts)


def texts_in_template(path):
    """Every text that a template marks for translation."""
    for name, arguments in TEMPLATE_CALL.findall(templatize(path.read_text("utf-8"))):
        texts = [ast.literal_eval(text.strip()) for text in re.findall(TEXT, arguments)]
        # Django writes a per cent sign twice for gettext's sake.
        yield entry(name, texts)


def marked_texts():
    """Every text of the application that is marked for translation, with its context."""
    modules = [path for path in APPLICATION.rglob("*.py") if "migrations" not in path.parts]
    found = {text for path in modules for text in texts_in_code(path)}
    templates = [path for kind in ("html", "txt") for path in (APPLICATION / "templates").rglob(f"*.{kind}")]
    return found | {text for path in templates for text in texts_in_template(path)}


@pytest.fixture(scope="module")
def catalogue():
    """The Chinese catalogue as people edit it."""
    return polib.pofile(str(CATALOGUE))


def test_the_catalogue_holds_every_marked_text_and_no_other(catalogue):
    held = {(message.msgctxt, message.msgid) for message in catalogue if not message.obsolete}
    marked = marked_texts()
    assert not marked - held, "run `make messages` and translate"
    assert not held - marked, "run `make messages` to drop what nothing says any more"


def test_nothing_is_untranslated_or_doubtful(catalogue):
    assert [message.msgid for message in catalogue.untranslated_entries()] == []
    assert [message.msgid for message in catalogue.fuzzy_entries()] == []


def test_the_compiled_catalogue_is_the_edited_one(catalogue):
    compiled = polib.mofile(str(CATALOGUE.with_suffix(".mo")))

    def texts(messages):
        return {(message.msgctxt, message.msgid): message.msgstr or message.msgstr_plural for message in messages}

    assert texts(compiled) == texts(message for message in catalogue if not message.obsolete), "run `make messages`"


def test_translations_keep_the_places_for_values(catalogue):
    def places(text):
        braces = [field for _text, field, _spec, _conversion in string.Formatter().parse(text) if field is not None]
        return sorted({*re.findall(r"%\(\w+\)[sd]|%[sd]", text), *braces})

    for message in catalogue:
        for text in [message.msgstr, *message.msgstr_plural.values()]:
            if text:
                assert places(text) == places(message.msgid_plural or message.msgid), message.msgid


def test_chinese_reads_chinese_and_english_english():
    with override("zh-hans"):
        assert _("under construction") == "在建"
    with override("en"):
        assert _("under construction") == "under construction"


def test_only_the_catalogue_of_the_application_is_kept_here():
    assert [path.parent.parent.name for path in Path(APPLICATION).rglob("*.po")] == ["zh_Hans"]
