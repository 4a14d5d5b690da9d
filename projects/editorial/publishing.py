"""Putting a record before the public: a new dated copy closes the one before it."""

from django.core.exceptions import ValidationError
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from projects.choices import State
from projects.editorial.requirements import refuse_missing_facts
from projects.editorial.rights import allow, refuse_own_change
from projects.editorial.versions import act, raise_public_revision, take, write
from projects.facts import columns_of, documents_of, files_of, listings_of, participations_of
from projects.models import (
    FOREVER,
    KeyProjectList,
    PublishedDocument,
    PublishedFile,
    PublishedListing,
    PublishedParticipation,
    PublishedProject,
)
from projects.serializers import PUBLISHED, facts_of


def publish(record, *, by=None, reason="", version=None):
    """Show the working row of `record` to the public from today on; returns the publication."""
    with act(record):
        raise_public_revision()
        take(record, version)
        if record.is_deleted:
            raise ValidationError(_("This record was deleted. Restore it before you publish it."))
        allow(by, "publish", record)
        refuse_own_change(by, record)
        facts = facts_of(record)
        refuse_missing_facts(by, record, facts)
        record.state, record.published_version = State.PUBLISHED, record.version
        record.review, record.review_by, record.review_note = "", None, ""
        write(record, by, reason, done="publish")
        return write_publication(
            PUBLISHED[type(record)],
            facts,
            foreign_keys(record),
            version=record.version,
            by=by,
            reason=reason,
        )


def foreign_keys(row):
    """The type and region of a working record or of a publication, as the next publication points to them."""
    return {name: getattr(row, name) for name in ("type_id", "region_id") if hasattr(row, name)}


def noun_of(published):
    """The word for a noun by its table of publications: `project`."""
    return published._meta.model_name.removeprefix("published")


def write_publication(published, facts, keys, *, version, by, reason):
    """Append a copy shown from today on; the copy before it is shown until today.

    The last publication of a day counts for that day: an earlier one of the same day is shown on no day.
    """
    today = timezone.localdate()
    copies = published.objects.filter(reference=facts["reference"])
    close(copies.filter(shown_until=FOREVER))
    last = copies.aggregate(last=Max("number"))["last"]
    publication = published(
        **publication_columns(published, facts),
        **keys,
        number=(last or 0) + 1,
        version=version,
        shown_from=today,
        published_by=by if by is not None and by.is_authenticated else None,
        reason=reason,
    )
    publication.save()
    write_narrow_rows(publication)
    return publication


def close(publications):
    """Show the `publications` until today, and with them the papers on projects and their files."""
    today = timezone.localdate()
    if publications.model is PublishedProject:
        for model in (PublishedDocument, PublishedFile):
            model.objects.filter(project__in=publications).update(shown_until=today)
    publications.update(shown_until=today)


def publication_columns(published, facts):
    """The columns of a copy that says the `facts`, without its keys, its number, its version and its days."""
    return {"reference": facts["reference"], "facts": facts} | columns_of(noun_of(published), facts)


def write_participations(publication):
    """Write who takes part as rows of their own, in place of those there were."""
    if hasattr(publication, "participations"):
        publication.participations.all().delete()
        _write((model, row) for model, row in narrow_rows(publication, {}) if model is PublishedParticipation)


def write_narrow_rows(publication):
    """Write what a new publication is filtered by beside its columns as rows of their own."""
    slugs = {slug for slug, _year in listings_of(publication.facts)}
    lists = dict(KeyProjectList.objects.filter(slug__in=slugs).values_list("slug", "pk")) if slugs else {}
    _write(narrow_rows(publication, lists))


def _write(rows):
    by_model = {}
    for model, columns in rows:
        by_model.setdefault(model, []).append(model(**columns))
    for model, several in by_model.items():
        model.objects.bulk_create(several)


def narrow_rows(publication, lists):
    """The narrow rows of a publication: pairs of a model and its columns.

    `lists` has the keys of lists of key projects by slug.
    """
    facts, owner = publication.facts, {f"{noun_of(type(publication))}_id": publication.pk}
    for reference, role in participations_of(facts):
        yield PublishedParticipation, owner | {"stakeholder_reference": reference, "role": role}
    for slug, year in listings_of(facts):
        if slug in lists:
            yield PublishedListing, owner | {"list_id": lists[slug], "year": year}
    for columns in documents_of(facts):
        yield PublishedDocument, owner | {"shown_until": publication.shown_until} | columns
    for columns in files_of(facts):
        yield PublishedFile, owner | {"shown_until": publication.shown_until} | columns
