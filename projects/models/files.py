"""Files that staff uploaded: pictures and documents, known by what is in them."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from projects.media.pictures import sizes
from projects.models.records import GuardedRow
from projects.querysets.records import GuardedQuerySet


class MediaFileQuerySet(GuardedQuerySet):
    """Questions about uploaded files."""

    def get_by_natural_key(self, token):
        """The file with this token; raises `DoesNotExist`."""
        return self.get(token=token)


class MediaFile(GuardedRow):
    """One uploaded file; its token follows from its content and the secret key, so that nobody can guess it.

    Of a picture the width and height are those of its largest size; a document has none.
    """

    token = models.CharField(_("token"), max_length=64, unique=True)
    name = models.CharField(_("name"), max_length=150)
    media_type = models.CharField(_("media type"), max_length=100)
    bytes = models.PositiveBigIntegerField(_("bytes"))
    width = models.PositiveIntegerField(_("width"), null=True, blank=True)
    height = models.PositiveIntegerField(_("height"), null=True, blank=True)

    objects = MediaFileQuerySet.as_manager()

    class Meta:
        verbose_name = _("file")
        verbose_name_plural = _("files")
        default_permissions = ()
        base_manager_name = "objects"

    def __str__(self):
        return called(self.name, self.token)

    def natural_key(self):
        """What names the file in fixtures."""
        return (self.token,)

    @property
    def sizes(self):
        """The sizes in which a picture is kept, smallest first: pairs of width and height. None of a document."""
        return sizes(self.width, self.height) if self.width else []


def called(name, token):
    """What staff call a file: two of one name are told apart by their tokens."""
    return f"{name} ({token[:8]})"
