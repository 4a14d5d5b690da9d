"""Questions the public asks, as chainable methods over publications."""

from django.db.models import CharField, F, Q, Value
from django.db.models.functions import NullIf

from projects.localized import reading_language
from projects.querysets.records import GuardedQuerySet


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
        """Those whose search text holds every one of `words`, as `search.search_words` gives them."""
        matches = self
        for word in words:
            matches = matches.filter(search_text__contains=word)
        return matches

    def mentioning(self, noun, reference):
        """Those whose facts name the `noun` (`source`, `stakeholder` …) with this reference."""
        return self.filter(mentions__contains=f" {noun}:{reference} ")

    def named_facts(self):
        """The facts alone, as pairs with the word for the noun: fit for one union over several nouns."""
        noun = self.model._meta.model_name.removeprefix("published")
        return self.order_by().annotate(noun=Value(noun, CharField())).values_list("noun", "facts")

    def by_name(self):
        """In the order of names in the reader's language: Chinese by pinyin; nameless ones last."""
        return self.order_by(
            NullIf(F(f"sort_{reading_language()}"), Value("")).asc(nulls_last=True), "reference", "number"
        )

    def by_reference(self):
        """In the order of references."""
        return self.order_by("reference", "number")

    def newest_first(self):
        """The last published first."""
        return self.order_by("-published_at", "reference", "number")


class PublishedProjectQuerySet(PublicationQuerySet):
    """Questions about published projects."""

    def counted_once(self):
        """Without the phases whose whole is among them: totals count a whole or its parts, never both."""
        wholes = self.order_by().values("reference")
        return self.filter(Q(part_of_reference="") | ~Q(part_of_reference__in=wholes))


class PublishedSiteQuerySet(PublicationQuerySet):
    """Questions about published sites."""

    def planned(self):
        """Those a plan calls for and nobody has yet confirmed or dropped."""
        return self.filter(status="planned").exclude(plan_reference="")
