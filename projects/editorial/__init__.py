"""The one door for writes: every change of a record has a version, a history row, and room for a reason.

Each act takes the record, `by` (the account that acts, None for a command), `reason`, and `version`: the version that
its author saw. Where somebody else was quicker it raises `StaleVersionError` and writes nothing; where a rule is
broken, `ValidationError`. The forms ending in `_many` do the same to several records in one transaction: all or none.
"""

from projects.editorial.asking import TooManyRequestsError, forget, receive
from projects.editorial.bulk import delete_many, publish_many, restore_many, retract_many, save_many, withdraw_many
from projects.editorial.filing import keep_document, keep_picture
from projects.editorial.leaving import delete, restore, retract, withdraw
from projects.editorial.publishing import publish
from projects.editorial.sampling import RecordsInTheWayError, sample
from projects.editorial.saving import save
from projects.editorial.seeding import complete, seed
from projects.editorial.versions import StaleVersionError

__all__ = [
    "RecordsInTheWayError",
    "StaleVersionError",
    "TooManyRequestsError",
    "complete",
    "delete",
    "delete_many",
    "forget",
    "keep_document",
    "keep_picture",
    "publish",
    "publish_many",
    "receive",
    "restore",
    "restore_many",
    "retract",
    "retract_many",
    "sample",
    "save",
    "save_many",
    "seed",
    "withdraw",
    "withdraw_many",
]
