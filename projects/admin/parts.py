"""Tables of the parts of a record on the record's own page."""

from django.contrib import admin

from projects.admin.beside import citing_of
from projects.admin.forms import CitationForm, PeopleForm, people_form, supported
from projects.admin.people import WrittenByPeople, both
from projects.admin.wording import say_support
from projects.models import Advantage, Citation, Connection, Participation, Remark

MOST_PARTS = 500


class PartInline(WrittenByPeople, admin.StackedInline):
    """The parts of one kind: whoever may change the record may change its parts."""

    extra = 0
    max_num = MOST_PARTS
    is_table = False

    def __init__(self, parent_model, admin_site):
        """Point to the record through the key that belongs to its model, and read partial dates."""
        self.fk_name = next(
            owner for owner in self.model.owners if self.model._meta.get_field(owner).related_model is parent_model
        )
        super().__init__(parent_model, admin_site)
        if self.form is admin.StackedInline.form:
            self.form = people_form(self.model, PeopleForm)

    def get_queryset(self, request):
        """The parts with what they are called after."""
        targets = set(self.get_autocomplete_fields(request)) - set(self.model.owners)
        rows = super().get_queryset(request)
        return rows.select_related(*targets) if targets else rows

    def get_formset(self, request, obj=None, **kwargs):
        """Take no more rows than a page can show, whatever a request claims to hold."""
        formset = super().get_formset(request, obj, absolute_max=self.max_num, **kwargs)
        formset.form.is_table = self.is_table
        if self.model is not Citation:
            formset.form.citing = citing_of(self.parent_model, obj)
            formset.form.kind_of_part = self.model._meta.get_field(self.fk_name).remote_field.get_accessor_name()
        return formset

    def _record_admin(self):
        return self.admin_site.get_model_admin(self.parent_model)

    def _may_write(self, request, record):
        record_admin = self._record_admin()
        if record is None or record.pk is None:
            return record_admin.has_add_permission(request)
        return record_admin.has_change_permission(request, record)

    def has_add_permission(self, request, obj):
        """Whether the account may write the record."""
        return self._may_write(request, obj)

    def has_change_permission(self, request, obj=None):
        """Whether the account may write the record."""
        return self._may_write(request, obj)

    def has_delete_permission(self, request, obj=None):
        """Whether the account may write the record."""
        return self._may_write(request, obj)

    def has_view_permission(self, request, obj=None):
        """Whether the account may see the record."""
        return self._record_admin().has_view_permission(request, obj) or self._may_write(request, obj)


class TableInline(PartInline):
    """The parts of one kind, a row each."""

    template = admin.TabularInline.template
    is_table = True


class ConnectionInline(PartInline):
    """The places that a site or region borders or reaches."""

    model = Connection
    fields = [("relation", *both("place")), ("place_state", "direction"), ("mode", "minutes"), both("note")]


class AdvantageInline(PartInline):
    """What speaks for a region, or what a plan builds on."""

    model = Advantage
    fields = [both("name"), both("text")]


class ParticipationInline(PartInline):
    """Who takes part, in which role, and in which position as stated then."""

    model = Participation
    fields = [("stakeholder", "role"), ("since", "until"), both("position"), both("note")]


class RemarkInline(PartInline):
    """What stakeholders said."""

    model = Remark
    fields = ["stakeholder", both("text")]


class CitationInline(TableInline):
    """Which place in which source supports which field or part."""

    model = Citation
    form = CitationForm
    fields = [("supports", "source"), ("paragraph", "page", "stated_on")]

    @admin.display(description=Citation._meta.get_field("field").verbose_name)
    def supports(self, citation):
        """What the citation supports, for those who may only look."""
        return say_support(self.parent_model, citation.field, citation.part_number)

    def get_formset(self, request, obj=None, **kwargs):
        """Offer the fields and the parts of the record on the page."""
        form = type("CitationForm", (CitationForm,), {"offered": supported(self.parent_model, obj)})
        return super().get_formset(request, obj, form=form, **kwargs)
