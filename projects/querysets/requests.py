"""Questions asked of what the public wrote."""

from django.apps import apps
from django.db.models import Q

from projects.querysets.records import RecordQuerySet


class RequestQuerySet(RecordQuerySet):
    """Questions that requests answer."""

    def of_department(self, department):
        """Those addressed to the department or about a record that it keeps; all of them where it is None."""
        if department is None:
            return self
        theirs = Q(addressee=department.reference)
        for noun in ("project", "site", "plan", "stakeholder", "source"):
            kept = apps.get_model("projects", noun).objects.kept_by(department)
            theirs |= Q(noun=noun, about__in=kept.values("reference"))
        return self.filter(theirs)
