"""Records for tests, made through `editorial` with the fewest facts and whichever others a test names."""

from itertools import count

from projects import editorial
from projects.models import Plan, Project, ProjectType, Region, SavedView, Site, Source, Stakeholder

_numbers = count(1)


def make_region(**facts):
    """Save a county, or the region that the facts describe."""
    facts = {
        "code": f"1499{next(_numbers) % 100:02}",
        "name_zh": "某县",
        "name_en": "Some County",
        "level": "county",
    } | facts
    return Region.objects.filter(code=facts["code"]).first() or editorial.save(Region(**facts))


def make_type(slug="healthcare-complex", **facts):
    """Save a project type, or find the one with this slug."""
    facts = {"slug": slug, "name_zh": "康养综合体", "name_en": "Healthcare complex", "sectors": "health"} | facts
    return ProjectType.objects.filter(slug=slug).first() or editorial.save(ProjectType(**facts))


def _make(model, facts, parts, is_published):
    record = editorial.save(model(**facts), parts=parts)
    if is_published:
        editorial.publish(record)
    return record


def _placed(facts):
    return {
        "type": facts.get("type") or make_type(),
        "region": facts.get("region") or make_region(code="149900"),
    } | facts


def make_project(parts=(), is_published=True, **facts):
    """Save a project and publish it."""
    return _make(Project, _placed({"name_en": f"Project {next(_numbers)}"} | facts), parts, is_published)


def make_plan(parts=(), is_published=True, **facts):
    """Save a plan and publish it."""
    facts = {"name_en": f"Plan {next(_numbers)}", "region": facts.get("region") or make_region(code="149900")} | facts
    return _make(Plan, facts, parts, is_published)


def make_site(parts=(), is_published=True, **facts):
    """Save a site and publish it; a planned one is called for by a plan of its own unless the facts name one."""
    facts = _placed(facts)
    if facts.get("status", "planned") == "planned" and "plan" not in facts:
        facts["plan"] = make_plan(region=facts["region"])
    return _make(Site, facts, parts, is_published)


def make_stakeholder(parts=(), is_published=True, **facts):
    """Save an organisation, or another stakeholder that the facts describe, and publish it."""
    facts = {"name_en": f"Organisation {next(_numbers)}", "kind": "organisation"} | facts
    return _make(Stakeholder, facts, parts, is_published)


def make_source(parts=(), is_published=True, **facts):
    """Save a source and publish it."""
    return _make(Source, {"name_en": f"Document {next(_numbers)}"} | facts, parts, is_published)


def make_view(**facts):
    """Save a view of the list of projects, or of the one that the facts name."""
    return editorial.save(SavedView(**{"noun": "project", "name_en": f"View {next(_numbers)}"} | facts))
