"""Pictures and documents on the form of a project: uploaded, looked at before anybody else may, taken away."""

from django import forms
from django.contrib.admin.widgets import AdminFileWidget
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _

from projects import editorial
from projects.admin.forms import PeopleForm
from projects.media import shelf
from projects.media.answers import file_answer
from projects.models import MediaFile


class Kept:
    """A file that is kept, as the widget of an upload shows it: its name, leading to the file itself."""

    def __init__(self, file):
        """Show this file, in its largest size."""
        self.file = file
        name = shelf.picture_name(file.width) if file.width else file.name
        self.url = reverse("admin:projects_project_file", args=[file.token, name])

    def __str__(self):
        return str(self.file)


class FileBox(AdminFileWidget):
    """A box for a file, with a label of its own as every other box, where Django 6.1 makes it a group."""

    use_fieldset = False


class UploadForm(PeopleForm):
    """The form of a part with a file; `keep` checks and keeps what is uploaded, and says what it became."""

    keep = None

    def __init__(self, *args, **kwargs):
        """Show the file that is there."""
        super().__init__(*args, **kwargs)
        self.initial["file"] = Kept(self.instance.file) if self.instance.file_id else None

    def clean_file(self):
        """The file that was uploaded, or the one that was there; none where it is to go."""
        said = self.cleaned_data["file"]
        if isinstance(said, UploadedFile):
            return type(self).keep(said)
        return said.file if said else None


class PictureForm(UploadForm):
    """The form of a photo."""

    keep = staticmethod(editorial.keep_picture)
    file = forms.FileField(
        label=_("Picture"),
        required=False,
        widget=FileBox,
        help_text=_("JPEG, PNG or WebP. Place and camera are taken out before it is kept."),
    )


class DocumentForm(UploadForm):
    """The form of a document."""

    keep = staticmethod(editorial.keep_document)
    file = forms.FileField(
        label=_("File"),
        required=False,
        widget=FileBox,
        help_text=_("PDF, DOCX or XLSX. It becomes public with the project."),
    )


class PreviewsFiles:
    """For the admin of projects: gives staff the files of projects, published or not."""

    def get_urls(self):
        """Add the address of a file."""
        preview = path(
            "files/<slug:token>/<str:name>", self.admin_site.admin_view(self.file_view), name="projects_project_file"
        )
        return [preview, *super().get_urls()]

    def file_view(self, request, token, name):
        """Give a file to who may see projects."""
        if not self.has_view_or_change_permission(request):
            raise PermissionDenied
        file = MediaFile.objects.filter(token=token).first()
        if file is None:
            raise Http404
        response = file_answer(file.token, file.name, file.media_type, name)
        response.headers["Cache-Control"] = "no-store"
        return response
