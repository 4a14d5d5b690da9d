"""What the public wrote: seen, answered and closed by staff."""

from django.conf import settings
from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from projects import editorial
from projects.admin.filters import DeletedFilter
from projects.admin.records import RecordAdmin
from projects.admin.worklist import DeskFilter
from projects.media.answers import document_answer
from projects.models import WITH_PAGES, PublicRequest, Stakeholder


@admin.register(PublicRequest)
class PublicRequestAdmin(RecordAdmin):
    """Reported mistakes, documents and questions. What people wrote stays as it came."""

    list_display = ["reference", "created_at", "kind", "about", "kind_of_document", "state"]
    list_filter = [DeskFilter, "state", "kind", DeletedFilter]
    search_fields = ["reference", "about", "message", "name", "contact", "note"]
    written = ("kind", "record", "addressee_name", "message", "sent_document", "name", "contact", "written_in")
    fieldsets = [
        (gettext_lazy("What was written"), {"fields": written}),
        (gettext_lazy("What is done about it"), {"fields": ["state", "note"]}),
    ]

    def get_queryset(self, request):
        """What was written to the account's department, or about a record that it keeps."""
        return super().get_queryset(request).of_department(editorial.department_of(request.user))

    def has_add_permission(self, request):
        """Nobody writes for the public."""
        return False

    def get_readonly_fields(self, request, obj=None):
        """What the public wrote is theirs."""
        return (*super().get_readonly_fields(request, obj), *self.written)

    @admin.display(description=gettext_lazy("document"))
    def kind_of_document(self, public_request):
        """What kind of document came with it, if any: PDF."""
        return public_request.document_name.rpartition(".")[2].upper()

    @admin.display(description=gettext_lazy("about"))
    def record(self, public_request):
        """The record it is about, leading to its page at the desk."""
        model = WITH_PAGES.get(public_request.noun)
        record = model and model.objects.filter(**{model.natural_key_field: public_request.about}).first()
        if record is None:
            return public_request.about
        address = reverse(f"admin:projects_{model._meta.model_name}_change", args=[record.pk])
        return format_html('<a href="{}">{} {}</a>', address, public_request.about, record)

    @admin.display(description=gettext_lazy("addressed to"))
    def addressee_name(self, public_request):
        """The body responsible for the record as it was then, or who runs this site."""
        body = Stakeholder.objects.filter(reference=public_request.addressee).first()
        return body or _("those who keep this tracker")

    @admin.display(description=gettext_lazy("language"))
    def written_in(self, public_request):
        """The language of the page that it was written on, as it calls itself."""
        return dict(settings.LANGUAGES).get(public_request.language, public_request.language)

    @admin.display(description=gettext_lazy("document"))
    def sent_document(self, public_request):
        """What came with it, to be saved."""
        if not public_request.document:
            return self.get_empty_value_display()
        address = reverse("admin:projects_publicrequest_document", args=[public_request.pk])
        return format_html('<a href="{}">{}</a>', address, public_request.document_name)

    def get_urls(self):
        """Add the address of what came with a request."""
        document = path(
            "<path:object_id>/document/",
            self.admin_site.admin_view(self.document_view),
            name="projects_publicrequest_document",
        )
        return [document, *super().get_urls()]

    def document_view(self, request, object_id):
        """Give the document to who may see the request, as a file to be saved."""
        if not self.has_view_or_change_permission(request):
            raise PermissionDenied
        public_request = self.get_object(request, unquote(object_id))
        if public_request is None or not public_request.document:
            raise Http404
        response = document_answer(public_request.document, public_request.document_name)
        response.headers["Cache-Control"] = "no-store"
        return response
