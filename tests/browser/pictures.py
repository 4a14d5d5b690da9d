"""The pictures of the guide to the desk, taken on the walks through it: `make pictures` writes them, tests do not."""

import os
from io import BytesIO

from django.conf import settings
from PIL import Image

FOLDER = settings.BASE_DIR / "docs" / "desk"
ARE_WANTED = os.environ.get("PICTURES") == "1"
MARGIN = 4
COLOURS = 64
# Bars that stay in sight while one scrolls would lie across a picture of the whole page. Set by script, for the policy
# of the site lets no style sheet in.
FLAT = """(isFlat) => document.querySelectorAll(".form-sections, .submit-row").forEach(
    (bar) => bar.style.setProperty("position", isFlat ? "static" : ""))"""


def picture(page, name, *parts):
    """Write `docs/desk/<name>.<zh|en>.png` of the page where these parts of it lie; nothing where none are wanted."""
    if not ARE_WANTED:
        return
    language = "en" if page.locator("html").get_attribute("lang") == "en" else "zh"
    page.evaluate(FLAT, True)
    whole = Image.open(BytesIO(page.screenshot(full_page=True, caret="initial")))
    few = whole.convert("RGB").crop(_around(page, parts, whole.size)).quantize(COLOURS, dither=Image.Dither.NONE)
    page.evaluate(FLAT, False)
    few.save(FOLDER / f"{name}.{language}.png", optimize=True)


def _around(page, parts, size):
    """The corners of what holds every part, with a margin, inside a picture of this size."""
    scrolled = page.evaluate("scrollY")
    boxes = [part.first.bounding_box() for part in parts]
    corners = [
        (box["x"], box["y"] + scrolled, box["x"] + box["width"], box["y"] + scrolled + box["height"]) for box in boxes
    ]
    left, top, right, bottom = zip(*corners, strict=True)
    return (
        max(0, int(min(left)) - MARGIN),
        max(0, int(min(top)) - MARGIN),
        min(size[0], int(max(right)) + MARGIN),
        min(size[1], int(max(bottom)) + MARGIN),
    )
