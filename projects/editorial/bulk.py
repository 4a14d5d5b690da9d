"""The same acts on several records: all, or none; a `ValidationError` has the one in the way as its `record`."""

from django.core.exceptions import ValidationError

from projects.editorial.leaving import confirm_retraction, delete, restore, retract, withdraw
from projects.editorial.publishing import publish
from projects.editorial.reviewing import ask_to_retract, confirm, hand_over, send_back, submit, take_back
from projects.editorial.saving import save
from projects.editorial.versions import act


def _many(one):
    def many(records, **said):
        records = list(records)
        if not records:
            return []
        with act(*records):
            done = {id(record): _or_name(one, record, said) for record in sorted(records, key=_turn)}
        return [done[id(record)] for record in records]

    many.__name__ = many.__qualname__ = f"{one.__name__}_many"
    many.__doc__ = f"`{one.__name__}` each of `records`, of one noun and as its editor saw it, or none of them."
    return many


def _or_name(one, record, said):
    """Do `one` act to the record; where a rule refuses it, the error names the record in the way."""
    try:
        return one(record, **said)
    except ValidationError as error:
        error.record = record
        raise


def _turn(record):
    """New records first, for others may point to them; then by key, so that two acts never wait for each other."""
    return (0, 0) if record._state.adding else (1, record.pk)


save_many = _many(save)
publish_many = _many(publish)
withdraw_many = _many(withdraw)
retract_many = _many(retract)
delete_many = _many(delete)
restore_many = _many(restore)
confirm_many = _many(confirm)
submit_many = _many(submit)
take_back_many = _many(take_back)
send_back_many = _many(send_back)
ask_to_retract_many = _many(ask_to_retract)
confirm_retraction_many = _many(confirm_retraction)
hand_over_many = _many(hand_over)
