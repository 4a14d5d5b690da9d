"""What the public can write: a kind, a message, and if they like a name, a way to reach them and a document."""

from django import forms
from django.utils.translation import gettext_lazy as _

from projects.choices import RequestKind
from projects.media.contents import JPEG, MEGABYTE, PDF, PNG, check_size, tidy_name, type_of

MOST_BYTES = 10 * MEGABYTE
ACCEPTED = (PDF, JPEG, PNG)
LONGEST_MESSAGE = 4000


def line(label, longest, **options):
    """A field for one line of text."""
    nul = {"null_characters_not_allowed": _("There are characters in it that cannot be kept. Type it anew.")}
    return forms.CharField(label=label, max_length=longest, error_messages=nul, **options)


class RequestForm(forms.Form):
    """The form as people see it; `website` is for programs, which fill in whatever they find."""

    kind = forms.ChoiceField(
        label=_("What is it about?"),
        choices=RequestKind,
        initial=RequestKind.MISTAKE,
        widget=forms.RadioSelect,
    )
    message = line(
        _("Your message"),
        LONGEST_MESSAGE,
        widget=forms.Textarea(attrs={"rows": 7}),
        help_text=_("What is wrong or missing, and how do you know? Up to 4,000 characters."),
    )
    document = forms.FileField(
        label=_("Document (optional)"),
        required=False,
        max_length=1000,
        widget=forms.FileInput(attrs={"accept": ",".join(kind.media_type for kind in ACCEPTED)}),
        help_text=_("PDF, JPEG or PNG, at most 10 MB."),
    )
    name = line(_("Your name (optional)"), 100, required=False, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    contact = line(
        _("How we can reach you (optional)"),
        200,
        required=False,
        help_text=_("E-mail or telephone. Without it we cannot answer you."),
    )
    website = forms.CharField(
        label=_("Leave this field empty"),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}),
    )

    def __init__(self, data=None, files=None):
        """Show errors under the fields they are about."""
        super().__init__(data, files, label_suffix="")

    def clean_document(self):
        """The document, of a type that its bytes show, under a name that fits it."""
        document = self.cleaned_data["document"]
        if document:
            check_size(document, MOST_BYTES)
            document.name = tidy_name(document.name, type_of(document, ACCEPTED))
        return document

    @property
    def problems(self):
        """What is wrong: the id of the field, its label ("" for the form as a whole), and the message."""
        for name, errors in self.errors.items():
            bound = self[name] if name in self.fields else None
            for error in errors:
                yield (bound.auto_id, bound.label, error) if bound else ("", "", error)
