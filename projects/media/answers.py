"""Uploaded files as answers: pictures to be seen, documents to be saved, neither to be run."""

import re

from django.http import FileResponse, Http404

from projects.media import shelf
from projects.media.pictures import MEDIA_TYPE

# Whatever is in a file, a browser that opens it lets it do nothing and reach nobody.
CLOSED_OFF = "default-src 'none'; sandbox"


def picture_answer(path):
    """A picture from the shelf, to be shown on a page."""
    return _answer(path, content_type=MEDIA_TYPE)


def document_answer(path, name):
    """A document from the shelf, to be saved under this name."""
    return _answer(path, as_attachment=True, filename=name)


def _answer(path, **said):
    try:
        response = FileResponse(shelf.take(path), **said)
    except FileNotFoundError as error:
        raise Http404 from error
    response.headers["Content-Security-Policy"] = CLOSED_OFF
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


def file_answer(token, name, media_type, asked):
    """The answer to who asks for a published or previewed file by the last part of its address, or Http404.

    Of a picture that is one of its sizes, `480.jpg`; of a document its name.
    """
    if media_type == MEDIA_TYPE:
        if not re.fullmatch(r"[1-9]\d{0,3}\.jpg", asked, re.ASCII):
            raise Http404
        return picture_answer(shelf.picture_path(token, asked))
    if asked != name:
        raise Http404
    return document_answer(shelf.document_path(token), name)
