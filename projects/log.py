"""What a history row knows beyond the row itself."""

from django.dispatch import receiver
from simple_history.signals import pre_create_historical_record


@receiver(pre_create_historical_record)
def note_what_was_done(sender, instance, history_instance, **kwargs):
    """Note what was done to a record, and with each change of a part which version of its record it belongs to."""
    if hasattr(history_instance, "record_version"):
        history_instance.record_version = getattr(instance, "_record_version", None)
    if hasattr(history_instance, "act"):
        history_instance.act = getattr(instance, "_done", "save")
