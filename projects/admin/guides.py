"""The guide for those who work at the desk: the text of docs/ in the language of the page."""

from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from django.conf import settings
from django.template.response import TemplateResponse
from django.templatetags.static import static
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt

from projects.localized import reading_language

FOLDER = settings.BASE_DIR / "docs"


@dataclass(frozen=True)
class Guide:
    """A guide as a page shows it: its title, its parts as pairs of a fragment and a heading, its text as HTML."""

    title: str
    parts: list[tuple[str, str]]
    text: SafeString


@cache
def guide_in(language):
    """The guide to the desk in `zh` or `en`, read once a process; its pictures are served as static files."""
    reader = MarkdownIt("commonmark", {"html": False}).enable("table")
    tokens = reader.parse((FOLDER / f"desk.{language}.md").read_text("utf-8"))
    # The page has a heading of its own: opening, text and closing of the first one.
    title, tokens = tokens[1].content, tokens[3:]
    parts = []
    for token, inside in pairwise(tokens):
        if token.type == "heading_open" and token.tag == "h2":
            fragment = f"part-{len(parts) + 1}"
            token.attrSet("id", fragment)
            parts.append((fragment, inside.content))
        for child in token.children or ():
            if child.type == "image":
                child.attrSet("src", static(str(child.attrs["src"])))
                child.attrSet("loading", "lazy")
    return Guide(title, parts, mark_safe(reader.renderer.render(tokens, reader.options, {})))  # noqa: S308 - our own text


def guide_page(admin_site, request):
    """How the work at the desk is done."""
    guide = guide_in(reading_language())
    context = {**admin_site.each_context(request), "title": guide.title, "subtitle": None, "guide": guide}
    request.current_app = admin_site.name
    return TemplateResponse(request, "admin/projects/guide.html", context)
