"""A record as the public would read it, for whoever was given a signed address that soon expires."""

from functools import wraps

from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from projects.facts import files_of
from projects.media.answers import file_answer
from projects.previews import preview_of, unsaved_publication
from projects.views.errors import page_not_found
from projects.views.plans import plan_detail
from projects.views.projects import project_detail
from projects.views.sites import site_detail
from projects.views.sources import source_detail
from projects.views.stakeholders import stakeholder_detail

PAGES = {
    "project": project_detail,
    "site": site_detail,
    "plan": plan_detail,
    "stakeholder": stakeholder_detail,
    "source": source_detail,
}


def private(view):
    """Turn the view of a preview into one of a signed word, whose answer nobody keeps, finds or passes on."""

    @require_safe
    @wraps(view)
    def answer(request, word, **arguments):
        try:
            preview = preview_of(word)
            response = view(request, word, preview, **arguments) if preview else page_not_found(request)
        except Http404:
            response = page_not_found(request)
        response.headers["Cache-Control"] = "no-store, private"
        response.headers["X-Robots-Tag"] = "noindex, nofollow, noarchive"
        response.headers["Referrer-Policy"] = "no-referrer"
        return response

    return answer


@private
def page(request, word, preview):
    """The public page of a record as it would be; another page once the record has been changed."""
    record = preview.record
    request.preview = {
        "until": preview.until,
        "desk": reverse(f"admin:projects_{record._meta.model_name}_change", args=[record.pk]),
    }
    if preview.is_outdated:
        return render(request, "projects/errors/preview_outdated.html", status=410)
    publication = unsaved_publication(record)
    for file in _files(publication.facts):
        file["preview"] = word
    return PAGES[record._meta.model_name].of_publication(request, publication)


@private
def file(request, word, preview, token, name):
    """A picture or document that the previewed page shows."""
    if not preview.is_outdated:
        for shown in files_of(unsaved_publication(preview.record).facts):
            if shown["token"] == token:
                return file_answer(token, shown["name"], shown["media_type"], name)
    raise Http404


def _files(facts):
    """The files in the facts, as they name them."""
    parts = (*facts.get("photos", ()), *facts.get("documents", ()))
    return [part["file"] for part in parts if part.get("file")]
