"""The one door for writes: every change of a record has a version, a history row, and room for a reason.

Each act takes the record, `by` (the account that acts, None for a command), `reason`, and `version`: the version that
its author saw. Where somebody else was quicker it raises `StaleVersionError` and writes nothing; where a rule is
broken, `ValidationError`. The forms ending in `_many` do the same to several records in one transaction: all or none.
"""

from projects.editorial.asking import TooManyRequestsError, forget, receive
from projects.editorial.bulk import (
    ask_to_retract_many,
    confirm_many,
    confirm_retraction_many,
    delete_many,
    hand_over_many,
    publish_many,
    restore_many,
    retract_many,
    save_many,
    send_back_many,
    submit_many,
    take_back_many,
    withdraw_many,
)
from projects.editorial.filing import keep_document, keep_picture
from projects.editorial.leaving import confirm_retraction, delete, restore, retract, withdraw
from projects.editorial.merging import merge, pointing_to
from projects.editorial.preferring import give_digest_back, prefer, preference_of, take_digest
from projects.editorial.presence import look_at, look_away, others_at
from projects.editorial.publishing import publish
from projects.editorial.requirements import missing_facts, missing_names
from projects.editorial.reverting import contents_at, revert
from projects.editorial.reviewing import ask_to_retract, confirm, hand_over, send_back, submit, take_back
from projects.editorial.rights import (
    CONTENT,
    audiences_for,
    department_of,
    is_own_change,
    may,
    unpublished_changes,
    views_seen_by,
)
from projects.editorial.sampling import RecordsInTheWayError, sample
from projects.editorial.saving import save
from projects.editorial.seeding import complete, seed
from projects.editorial.versions import StaleVersionError

__all__ = [
    "CONTENT",
    "RecordsInTheWayError",
    "StaleVersionError",
    "TooManyRequestsError",
    "ask_to_retract",
    "ask_to_retract_many",
    "audiences_for",
    "complete",
    "confirm",
    "confirm_many",
    "confirm_retraction",
    "confirm_retraction_many",
    "contents_at",
    "delete",
    "delete_many",
    "department_of",
    "forget",
    "give_digest_back",
    "hand_over",
    "hand_over_many",
    "is_own_change",
    "keep_document",
    "keep_picture",
    "look_at",
    "look_away",
    "may",
    "merge",
    "missing_facts",
    "missing_names",
    "others_at",
    "pointing_to",
    "prefer",
    "preference_of",
    "publish",
    "publish_many",
    "receive",
    "restore",
    "restore_many",
    "retract",
    "retract_many",
    "revert",
    "sample",
    "save",
    "save_many",
    "seed",
    "send_back",
    "send_back_many",
    "submit",
    "submit_many",
    "take_back",
    "take_back_many",
    "take_digest",
    "unpublished_changes",
    "views_seen_by",
    "withdraw",
    "withdraw_many",
]
