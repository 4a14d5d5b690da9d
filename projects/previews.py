"""A record as the public would read it if it were published now, and the words that let somebody see it so."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.contrib.auth import get_user_model
from django.core import signing
from django.utils import timezone

from projects.facts import columns_of
from projects.models import NOUNS, Noun
from projects.serializers import PUBLISHED, facts_of

LASTING = timedelta(hours=1)
_signer = signing.TimestampSigner(salt="projects.previews")
_NOUNS = {noun._meta.model_name: noun for noun in NOUNS}


@dataclass(frozen=True)
class Preview:
    """What a good word leads to: the record as it is now, the version that was to be seen, and until when."""

    record: Noun
    version: int
    until: datetime

    @property
    def is_outdated(self):
        """Whether the record has been changed since the word was given."""
        return self.record.version != self.version


def word_for(record, account):
    """A signed word that lets whoever has it see this version of `record` for an hour, on behalf of `account`."""
    return _signer.sign_object([record._meta.model_name, record.pk, record.version, account.pk])


def preview_of(word):
    """The preview that the word leads to; None where it is not ours, is too old, or its account or record is gone."""
    try:
        noun, key, version, account = _signer.unsign_object(word, max_age=LASTING)
    except (signing.BadSignature, ValueError):
        return None
    # The word is ours, so its time can be read as it stands.
    signed_at = signing.b62_decode(word.rsplit(":", 2)[1])
    record = _NOUNS[noun].objects.live().filter(pk=key).first()
    if record is None or not get_user_model().objects.filter(pk=account, is_active=True, is_staff=True).exists():
        return None
    return Preview(record, version, datetime.fromtimestamp(signed_at, UTC) + LASTING)


def unsaved_publication(record):
    """The publication that publishing `record` now would write: in memory only."""
    published, facts = PUBLISHED[type(record)], facts_of(record)
    keys = {name: getattr(record, name) for name in ("type_id", "region_id") if hasattr(record, name)}
    noun = record._meta.model_name
    return published(
        reference=record.reference,
        facts=facts,
        **columns_of(noun, facts),
        **keys,
        number=0,
        version=record.version,
        shown_from=timezone.localdate(),
    )
