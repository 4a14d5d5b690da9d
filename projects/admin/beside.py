"""What stands beside the fields of a form: what is cited for them, the way to cite more, what is untranslated."""

from django.forms import BoundField
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from projects.admin.wording import cited_boxes, say_support, support_key
from projects.localized import LANGUAGES
from projects.models import Citation


class Citing:
    """What a record, or a new one of `model`, cites for each of its fields and parts, asked when first needed."""

    def __init__(self, model, record=None):
        """Speak of this record as it is saved."""
        self.model, self.record = model, record

    @cached_property
    def places(self):
        """What a citation supports -> the places in sources that do: SRC-0001 ¶4."""
        if self.record is None:
            return {}
        found = {}
        columns = ("field", "part_number", "source__reference", "paragraph", "page")
        for field, number, reference, paragraph, page in self.record.citations.order_by("number").values_list(*columns):
            words = [
                reference,
                f"¶{paragraph}" if paragraph else "",
                _("page %(number)s") % {"number": page} if page else "",
            ]
            found.setdefault(support_key(field, number), []).append(" ".join(filter(None, words)))
        return found

    def link(self, field, number=None):
        """The way to cite a source for a field, or for a part by its number; with those that are cited already."""
        places = self.places.get(support_key(field, number), [])
        says = _("source of this row") if number else _("source")
        return format_html(
            '<a class="cite{}" href="#citations-group" data-supports="{}"{}>{}'
            '<span class="visually-hidden">: {}</span></a>',
            " cited" if places else "",
            support_key(field, number),
            format_html(' title="{}"', "; ".join(places)) if places else "",
            f"✓ {says} ({len(places)})" if places else says,
            "; ".join([say_support(self.model, field, number), *places]),
        )


def citing_of(model, record=None):
    """The `Citing` of a record of `model`, one a request; None where such records cite nothing."""
    if Citation not in model.part_models().values():
        return None
    if record is None or record.pk is None:
        return Citing(model)
    if not hasattr(record, "_citing"):
        record._citing = Citing(model, record)
    return record._citing


class FieldBeside(BoundField):
    """A field of a `PeopleForm`, and what stands beside its label; in a table, below its box."""

    def label_tag(self, *args, **kwargs):
        """The label, and what stands beside it."""
        label, marks = super().label_tag(*args, **kwargs), self._marks()
        return format_html('<div class="beside">{}{}</div>', label, marks) if marks else label

    def as_widget(self, widget=None, attrs=None, only_initial=False):
        """The box; in a table, where no label stands beside it, named after its column, with what would stand there."""
        if not self.form.is_table or widget is not None or self.is_hidden:
            return super().as_widget(widget, attrs, only_initial)
        box = super().as_widget(widget, {"aria-label": capfirst(self.label)} | (attrs or {}), only_initial)
        explained = format_html('<span id="{}_helptext" hidden>{}</span>', self.auto_id, self.help_text)
        return format_html("{}{}{}", box, explained if self.help_text else "", self._marks())

    def _marks(self):
        return format_html("{}{}", self._untranslated(), self._cite())

    def _untranslated(self):
        """A word where this language is missing and the other is not."""
        name, _underscore, language = self.name.rpartition("_")
        if language not in LANGUAGES or name not in getattr(self.form._meta.model, "localized", ()) or self.value():
            return ""
        others = [f"{name}_{other}" for other in LANGUAGES if other != language]
        if not any(self.form[other].value() for other in others if other in self.form.fields):
            return ""
        return format_html('<span class="untranslated">{}</span>', _("untranslated"))

    def _cite(self):
        citing, kind = self.form.citing, self.form.kind_of_part
        if citing is None:
            return ""
        if kind is None:
            supported = cited_boxes(citing.model).get(self.name)
            return citing.link(supported) if supported else ""
        number = self.form.instance.number
        is_first = self.name == next(iter(self.form.fields))
        return citing.link(kind, number) if is_first and number else ""
