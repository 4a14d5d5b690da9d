"""Filters by who takes part, and in what role."""

from django.utils.functional import cached_property

from projects.choices import Role
from projects.filters.lists import RecordFilter
from projects.filters.vocabularies import NONE, VocabularyFilter
from projects.models import PublishedParticipation


class StakeholderFilter(RecordFilter):
    """Those in which any of the stakeholders takes part: in any of the roles, where there are any."""

    @cached_property
    def entries(self):
        """Those asked for: there are too many to choose among all."""
        return self.parent.lists.stakeholders(self.parent.data.getlist("stakeholder"))

    def filter(self, rows, slugs):
        """Narrow `rows` by stakeholders and roles together: it is one participation that must have both."""
        asked = {"stakeholders": slugs, "roles": self.parent.form.cleaned_data["role"]}
        if not any(asked.values()):
            return rows
        some = {
            name: None if not values else [value for value in values if value != NONE] for name, values in asked.items()
        }
        if slugs:
            some["stakeholders"] = list(filter(None, self.references(slugs)))
        with_nobody = all(NONE in values for values in asked.values() if values)
        return rows.joined_by(**some, with_nobody=with_nobody)


class RoleFilter(VocabularyFilter):
    """Those in which somebody has any of the roles."""

    def __init__(self, **options):
        """Choose among the roles."""
        super().__init__(Role, **options)

    def filter(self, rows, roles):
        """Leave the `rows` to the filter by stakeholders, which knows the roles."""
        return rows


class HeldRoleFilter(VocabularyFilter):
    """Those stakeholders that have any of the roles in anything public, or none."""

    def __init__(self, **options):
        """Choose among the roles."""
        super().__init__(Role, **options)

    def filter(self, rows, roles):
        """Narrow `rows` to those that take part so."""
        held = [role for role in roles if role != NONE]
        return rows.holding(held, PublishedParticipation.objects.all(), or_nothing=NONE in roles) if roles else rows
