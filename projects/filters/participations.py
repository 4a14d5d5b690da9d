"""Filters by who takes part, and in what role."""

from django.utils.functional import cached_property
from django_filters import MultipleChoiceFilter

from projects.choices import ROLE_BITS, Role
from projects.filters.lists import RecordFilter
from projects.filters.vocabularies import NONE, NOT_RECORDED, AnyOf, RelatedFilter
from projects.models import PublishedParticipation


class StakeholderFilter(RecordFilter, RelatedFilter):
    """Those in which any of the stakeholders takes part: in any of the roles, where there are any."""

    counted = ("stakeholder", "role")

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

    def facets(self, rows):
        """How many each of the stakeholders takes part in, and in how many somebody has each role."""
        slugs, roles = (self.parent.form.cleaned_data[name] for name in ("stakeholder", "role"))
        numbers = rows.count_by_roles()
        in_role = {role: sum(numbers[held] for held in numbers if held & bit) for role, bit in ROLE_BITS.items()}
        of_each = {}
        if slugs:
            asked = {entry.reference: entry.slug for entry in self.entries}
            in_role = rows.count_by_participation("role", stakeholder_reference__in=asked)
            some = {"role__in": [role for role in roles if role != NONE]} if roles else {}
            some |= {"stakeholder_reference__in": asked}
            found = rows.count_by_participation("stakeholder_reference", **some)
            of_each = {slug: found[reference] for reference, slug in asked.items()}
        # Nobody takes part in any role, and nobody has no role: each stands only beside the other, or alone.
        return {
            "stakeholder": of_each | {NONE: numbers[0] if not roles or NONE in roles else 0},
            "role": {role: in_role.get(role, 0) for role in Role.values}
            | {NONE: numbers[0] if not slugs or NONE in slugs else 0},
        }


class RoleFilter(MultipleChoiceFilter):
    """Those in which somebody has any of the roles."""

    field_class = AnyOf

    def __init__(self, **options):
        """Choose among the roles."""
        super().__init__(choices=[*Role.choices, (NONE, NOT_RECORDED)], distinct=False, **options)

    def filter(self, rows, roles):
        """Leave the `rows` to the filter by stakeholders, which knows the roles."""
        return rows


class HeldRoleFilter(RoleFilter, RelatedFilter):
    """Those stakeholders that have any of the roles in anything public, or none."""

    counted = ("role",)

    def filter(self, rows, roles):
        """Narrow `rows` to those that take part so."""
        held = [role for role in roles if role != NONE]
        return rows.holding(held, PublishedParticipation.objects.all(), or_nothing=NONE in roles) if roles else rows

    def facets(self, rows):
        """How many have each of the roles in anything public, and how many have none."""
        numbers = rows.count_by_role_held(PublishedParticipation.objects.all())
        return {"role": {role: numbers[role] for role in Role.values} | {NONE: numbers[None]}}
