"""A record as schema.org describes such things: what search engines read of its page (JSON-LD)."""

import json

from django.conf import settings
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from projects.localized import LANGUAGES, TAGS
from projects.views.values import address, is_stated

# https://schema.org/docs/full.html; what a stakeholder is depends on its kind.
THINGS = {
    "project": "Project",
    "site": "Place",
    "plan": "CreativeWork",
    "source": "CreativeWork",
    "region": "AdministrativeArea",
}
STAKEHOLDERS = {"person": "Person"}
# Characters that would end the script that holds the data.
ESCAPED = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}
# The files of a list that programs read, by the suffix of their address.
FILES = {"csv": "text/csv", "json": "application/json"}
# schema.org's name -> the fact that it takes as it stands.
PLAIN = {
    "telephone": "phone",
    "email": "email",
    "taxID": "organisation_code",
    "datePublished": "published_on",
    "inLanguage": "language",
}


def linked_data(noun, facts):
    """The data of a record, given its public facts, in a script: safe HTML."""
    return _script(describe(noun, facts))


def linked_list(name, noun, query):
    """The same for the list of a noun, narrowed by `query`: a dataset with its files."""
    return _script(
        {
            "@type": "Dataset",
            "name": str(name),
            "description": _("Healthcare projects, sites and plans, each fact with its source."),
            "license": settings.DATA_LICENCE_URL,
            "distribution": [
                {
                    "@type": "DataDownload",
                    "encodingFormat": media_type,
                    "contentUrl": _in_full(reverse(f"projects:{noun}_file", kwargs={"respond": suffix}) + query),
                }
                for suffix, media_type in FILES.items()
            ],
        }
    )


def _script(node):
    data = {"@context": "https://schema.org", **node}
    written = json.dumps(data, ensure_ascii=False).translate(ESCAPED)
    return format_html('<script type="application/ld+json">{}</script>', mark_safe(written))  # noqa: S308  # escaped


def describe(noun, facts):
    """The record as a node of linked data: only what the facts state."""
    page = _in_full(address(facts if noun == "region" else {"noun": noun, **facts}))
    texts = {
        "name": facts["name"],
        "description": facts.get("summary") or facts.get("description"),
        "jobTitle": facts.get("office"),
        "publisher": facts.get("publisher"),
    }
    data = {
        "@type": THINGS.get(noun) or STAKEHOLDERS.get(facts["kind"], "Organization"),
        "@id": page,
        "url": page,
        "identifier": facts.get("reference") or facts["code"],
        "alternateName": facts.get("former_names", "").splitlines(),
        "sameAs": facts.get("website") or facts.get("url"),
        "citation": sorted({_in_full(address(citation["source"])) for citation in facts.get("citations", [])}),
    }
    data |= {name: _in_languages(said) for name, said in texts.items() if said}
    data |= {name: facts.get(key) for name, key in PLAIN.items()}
    place = _place(facts)
    data |= {"location": {"@type": "Place", **place}} if noun == "project" and place else place
    return {name: value for name, value in data.items() if is_stated(value)}


def _in_full(path):
    # Without PUBLIC_URL it is read relative to the page that holds it.
    return settings.PUBLIC_URL.removesuffix(settings.URL_PREFIX) + path


def _in_languages(both):
    """A text in each language in which it is stated."""
    return [{"@language": TAGS[language], "@value": both[language]} for language in LANGUAGES if both[language]]


def _place(facts):
    """Where it is: the divisions it lies in, from the largest, its address, and its coordinates in degrees (WGS-84)."""
    place, region = {}, facts.get("region")
    if region:
        place["containedInPlace"] = [
            {"@type": "AdministrativeArea", "identifier": above["code"], "name": _in_languages(above["name"])}
            for above in region["path"]
        ]
    if "address" in facts and any(facts["address"].values()):
        place["address"] = _in_languages(facts["address"])
    if facts.get("latitude") is not None:
        place["geo"] = {
            "@type": "GeoCoordinates",
            "latitude": float(facts["latitude"]),
            "longitude": float(facts["longitude"]),
        }
    return place
