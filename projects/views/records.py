"""From the key in an address to the record it names, was called, or used to be."""

from functools import wraps

from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from projects.views.values import day, noun_name, noun_of, publication_address


def page_of(published, address_of=publication_address, gone="projects/errors/410.html"):
    """Turn a view of a publication into the view of a key: the slug of a record that the public reads.

    A reference or former slug leads to the record's own address, that of a duplicate to what it was merged into, a
    record no longer public answers 410, a key that never named one 404. `address_of` gives that own address, `gone` is
    the template that says so. The view itself stays at hand as `of_publication`.
    """

    def decorate(show):
        @wraps(show)
        def view(request, key):
            current = published.objects.current()
            # Two have one slug only while a change of slug waits to be published.
            publication = current.filter(slug=key).order_by("-published_at").first()
            if publication:
                return show(request, publication)
            last = published.objects.known_as(key).order_by("-published_at", "-number").first()
            if last is None:
                raise Http404
            publication = current.filter(reference=last.reference).first() or current.heirs_of(last.reference).first()
            if publication:
                return redirect(address_of(publication), permanent=True)
            return _gone(request, last.reference, published, gone)

        view = require_safe(view)
        view.of_publication = show
        return view

    return decorate


def _gone(request, reference, published, template):
    """The page of a record that is no longer public: since when, and nothing of what it said."""
    last = published.objects.filter(reference=reference).order_by("-number").first()
    context = {
        "noun": noun_name(noun_of(last)),
        "reference": reference,
        "is_retracted": last.is_retracted,
        "until": day(last.shown_until),
    }
    return render(request, template, context, status=410)
