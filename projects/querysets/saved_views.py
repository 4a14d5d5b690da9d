"""Questions asked of saved views."""

from django.db.models import Q

from projects.choices import Audience
from projects.querysets.records import RecordQuerySet


class SavedViewQuerySet(RecordQuerySet):
    """Questions that saved views answer."""

    def seen_by(self, account, nouns):
        """Those of lists of these nouns that the account keeps itself or others share."""
        return self.filter(Q(owner=account) | ~Q(audience=Audience.OWN), noun__in=nouns)

    def public(self):
        """Those that the public finds by name."""
        return self.live().filter(audience=Audience.PUBLIC)
