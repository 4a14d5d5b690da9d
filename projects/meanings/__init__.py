"""What the words, fields and codes of the published data mean, said for readers who do not keep them."""

from projects.meanings.codes import CODES
from projects.meanings.fields import FIELDS, PARTS
from projects.meanings.files import FORMATS, KINDS, PRECISIONS
from projects.meanings.terms import TERMS, Term

__all__ = ["CODES", "FIELDS", "FORMATS", "KINDS", "PARTS", "PRECISIONS", "TERMS", "Term"]
