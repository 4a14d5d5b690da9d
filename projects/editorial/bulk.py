"""The same acts on several records: all of them, or none."""

from projects.editorial.leaving import delete, restore, retract, withdraw
from projects.editorial.publishing import publish
from projects.editorial.saving import save
from projects.editorial.versions import act


def _many(one):
    def many(records, **said):
        done = []
        records = list(records)
        if records:
            with act(type(records[0])):
                done = [one(record, **said) for record in records]
        return done

    many.__name__ = many.__qualname__ = f"{one.__name__}_many"
    many.__doc__ = f"`{one.__name__}` each of `records`, of one noun and as its editor saw it, or none of them."
    return many


save_many = _many(save)
publish_many = _many(publish)
withdraw_many = _many(withdraw)
retract_many = _many(retract)
delete_many = _many(delete)
restore_many = _many(restore)
