"""Questions the public asks, as chainable methods over publications."""

from collections import Counter

from django.apps import apps
from django.db import connections
from django.db.models import BigIntegerField, CharField, Count, F, Func, Q, Value
from django.db.models.functions import Coalesce, Replace

from projects.choices import ROLE_BITS
from projects.localized import reading_language
from projects.querysets.records import GuardedQuerySet, beginning_with
from projects.querysets.streams import WrittenFacts
from projects.querysets.tokens import HoldsTerms
from projects.search import holds_han, search_terms, sort_key


class KeyOfRowsAtHand(Func):
    """The key of a row, compared where the row is met.

    SQLite is kept from looking rows up by it, for which it would read every one of them whole.
    """

    output_field = BigIntegerField()
    template = "%(expressions)s"

    def as_sqlite(self, compiler, connection, **context):
        """Write a sign before it, which changes nothing but that no index has it."""
        return self.as_sql(compiler, connection, template="+%(expressions)s", **context)


class PublicationQuerySet(GuardedQuerySet):
    """Every publication's questions: what was public when, and what matches."""

    def current(self):
        """What is public today and until somebody publishes again."""
        return self.on(None)

    def on(self, day):
        """What was public at the end of `day`; today where it is None."""
        forever = self.model._meta.get_field("shown_until").default
        if day is None:
            return self.filter(shown_until=forever)
        return self.filter(shown_from__lte=day, shown_until__gt=day, is_retracted=False)

    def known_as(self, key):
        """Every copy of the records that are, or were, found under the reference or slug `key`."""
        return self.filter(Q(slug=key) | Q(reference=key))

    def matching(self, words):
        """Those that hold every one of `words`, as `search.search_words` gives them."""
        return self.filter(HoldsTerms(F("search_tokens"), search_terms(words))) if words else self

    def named_from(self, query, words):
        """Yield those whose names begin with the query, in parts that an index of names finds at once, in its order.

        Pinyin may be written with or without spaces. Here and there one more, that only looks so to the database.
        """
        if holds_han(query):
            # Characters that sound alike have one key: of many, the index of words knows which to look at.
            yield self.matching(words).filter(name_zh__startswith=query)._sorted_from("sort_zh", sort_key(query, ""))
        elif key := sort_key("", query):
            yield self._sorted_from("sort_en", key)
            joined = key.replace(" ", "")
            rows = self.alias(joined=Replace("sort_zh", Value(" "))).filter(joined__startswith=joined)
            yield rows._sorted_from("sort_zh", joined[0])

    def _sorted_from(self, column, key):
        """Those whose sort key begins with `key`, as a range, which an index can find."""
        return self.filter(**beginning_with(column, key)).order_by(column, "reference")

    def mentioning(self, noun, reference):
        """Those whose facts name the `noun` (`source`, `stakeholder` …) with this reference."""
        return self.filter(mentions__contains=f" {noun}:{reference} ")

    def heirs_of(self, reference):
        """The current ones of records that the one with this reference was merged into."""
        return self.none()

    def whole(self):
        """The rows with all that pages show, and without what only the database looks at."""
        return self.defer("search_tokens", "mentions")

    def facts_by_key(self, keys, without=()):
        """The facts of those with these keys: key -> JSON without the named; none of retracted ones."""
        rows = self.filter(pk__in=keys, is_retracted=False).order_by()
        return dict(rows.values_list("pk", WrittenFacts("facts", without)))

    def named_facts(self):
        """The facts alone, as pairs with the word for the noun: fit for one union over several nouns."""
        noun = self.model._meta.model_name.removeprefix("published")
        return self.order_by().annotate(noun=Value(noun, CharField())).values_list("noun", "facts")

    def by_name(self):
        """In the order of names in the reader's language: Chinese by pinyin; nameless ones last."""
        return self.order_by(f"sort_{reading_language()}", "reference")

    def by_reference(self):
        """In the order of references."""
        return self.order_by("reference")

    def newest_first(self):
        """The last published first."""
        return self.order_by("-published_at", "reference")

    def hits_first(self):
        """The same in the same order, but found first and then put into it.

        Without it PostgreSQL may walk the index of the order from its beginning, making the tokens of every row anew
        to look for the few that match. SQLite keeps the hits of a search aside, and the walk is the quicker way.
        """
        if connections[self.db].vendor == "sqlite":
            return self
        first, *rest = self.query.order_by
        key = Coalesce(F(first.removeprefix("-")), F(first.removeprefix("-")))
        return self.order_by(key.desc() if first.startswith("-") else key.asc(), *rest)

    def among(self, narrow, owner, or_else):
        """Those that the `narrow` rows point to as their `owner`, or of which the Q `or_else` holds."""
        keyed = self.alias(key=KeyOfRowsAtHand(F("pk")))
        return keyed.filter(Q(key__in=narrow.filter(**{f"{owner}__isnull": False}).order_by().values(owner)) | or_else)

    def joined_by(self, stakeholders, roles, *, with_nobody=False):
        """Those in which any of the `stakeholders` (references) has any of the `roles`; None stands for all of them."""
        nobody = Q(roles=0) if with_nobody else Q(pk__in=[])
        if stakeholders is None:
            bits = sum(ROLE_BITS[role] for role in roles)
            return self.alias(asked=F("roles").bitand(bits)).filter(Q(asked__gt=0) | nobody if bits else nobody)
        relation = self.model.participations.rel
        some = relation.related_model.objects.filter(stakeholder_reference__in=stakeholders)
        if roles is not None:
            some = some.filter(role__in=roles)
        return self.among(some, relation.field.name, nobody)

    def count_by_roles(self):
        """Return how many there are by the roles that somebody has in them: a Counter by sums of `ROLE_BITS`."""
        return Counter(dict(self.order_by().values_list("roles").annotate(number=Count("pk"))))

    def count_by_participation(self, column, **some):
        """Return how many have a participation, by a `column` of it: a Counter; of those alone that satisfy `some`."""
        relation = self.model.participations.rel
        owner = relation.field.name
        rows = relation.related_model.objects.filter(**some, **{f"{owner}__in": self.order_by().values("pk")})
        return Counter(dict(rows.order_by().values_list(column).annotate(number=Count(owner, distinct=True))))


class PublishedProjectQuerySet(PublicationQuerySet):
    """Questions about published projects."""

    def counted_once(self):
        """Without the phases whose whole is among them: totals count a whole or its parts, never both."""
        wholes = self.order_by().values("reference")
        return self.filter(Q(part_of_reference="") | ~Q(part_of_reference__in=wholes))

    def listed_on(self, slugs, *, with_unlisted=False):
        """Those that stood, in any year, on any of the lists of key projects; or on none."""
        unlisted = Q(is_listed=False) if with_unlisted else Q(pk__in=[])
        listings = self.model.listings.rel.related_model.objects.filter(list__slug__in=slugs)
        return self.among(listings, "project", unlisted)

    def count_by_list(self):
        """Return how many stood on each list of key projects in any year: a Counter by slug, by None those on none."""
        listings = self.model.listings.rel.related_model.objects
        listed = listings.filter(project__in=self.filter(is_listed=True).order_by().values("pk")).order_by()
        numbers = Counter(dict(listed.values_list("list__slug").annotate(number=Count("project", distinct=True))))
        numbers[None] = self.filter(is_listed=False).count()
        return numbers

    def by_start(self):
        """The first to start first; those without a start last."""
        return self.order_by("sort_start", "reference")

    def by_finish(self):
        """The first to finish first; those without a finish last."""
        return self.order_by("sort_finish", "reference")

    def by_investment(self):
        """The largest total investment first; those without an amount in yuan last."""
        return self.order_by("-sort_investment", "reference")

    def last_confirmed_first(self):
        """The last confirmed first; those never confirmed last."""
        return self.order_by("-sort_confirmed", "reference")


class PublishedSiteQuerySet(PublicationQuerySet):
    """Questions about published sites."""

    def planned(self):
        """Those a plan calls for and nobody has yet confirmed or dropped."""
        return self.filter(status="planned").exclude(plan_reference="")


class PublishedStakeholderQuerySet(PublicationQuerySet):
    """Questions about published stakeholders."""

    def heirs_of(self, reference):
        """The one that the stakeholder with this reference was merged into, where that is public."""
        merged = apps.get_model("projects", "Stakeholder").objects.filter(reference=reference)
        return self.current().filter(reference__in=merged.values("merged_into__reference"))

    def holding(self, roles, participations, *, or_nothing=False):
        """Those that have any of the `roles` in something public, or, with `or_nothing`, take part in nothing."""
        everybody = self._public(participations).values("stakeholder_reference")
        holding = Q(reference__in=everybody.filter(role__in=roles))
        return self.filter(holding | ~Q(reference__in=everybody) if or_nothing else holding)

    def count_by_role_held(self, participations):
        """Return how many have each role in something public: a Counter by role, by None those without any."""
        held = self._public(participations).filter(stakeholder_reference__in=self.order_by().values("reference"))
        # Told apart here: databases that count distinct stakeholders by role sort every participation for it.
        pairs = set(held.values_list("stakeholder_reference", "role").distinct())
        numbers = Counter(role for _stakeholder, role in pairs)
        numbers[None] = self.count() - len({stakeholder for stakeholder, _role in pairs})
        return numbers

    def _public(self, participations):
        owners = {
            name: participations.model._meta.get_field(name).related_model for name in ("project", "site", "plan")
        }
        # By lists of keys, which indexes hold: joined, the rows of the owners would be read, as wide as their facts.
        current = (
            Q(**{f"{name}__in": owner.objects.current().order_by().values("pk")}) for name, owner in owners.items()
        )
        return participations.filter(Q(*current, _connector=Q.OR)).order_by()


class PublishedDocumentQuerySet(GuardedQuerySet):
    """Questions about the papers on published projects, a row each."""

    def current(self):
        """Those of what is public today."""
        return self.filter(shown_until=self.model._meta.get_field("shown_until").default)

    def matching(self, words):
        """Those that hold every one of `words`, as `search.search_words` gives them, in title, number or project."""
        return self.filter(HoldsTerms(F("search_tokens"), search_terms(words))) if words else self

    def whole(self):
        """The rows with the publications that say what pages show."""
        return self.select_related("project").defer("search_tokens", "project__search_tokens", "project__mentions")

    def facts_by_key(self, keys, without=()):
        """The facts of those with these keys: key -> what the publication says of the paper and its project."""
        rows = self.filter(pk__in=keys, project__is_retracted=False).order_by()
        return {document.pk: document.facts for document in rows.whole()}

    def last_issued_first(self):
        """The last issued first; those without a day last."""
        return self.order_by("-sort_issued", "reference", "number")

    def by_project(self):
        """In the order of the references of their projects."""
        return self.order_by("reference", "number")

    hits_first = PublicationQuerySet.hits_first
