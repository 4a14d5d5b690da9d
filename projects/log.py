"""What a history row of a part knows beyond the part itself."""

from django.dispatch import receiver
from simple_history.signals import pre_create_historical_record


@receiver(pre_create_historical_record)
def note_record_version(sender, instance, history_instance, **kwargs):
    """Note with each change of a part which version of its record it belongs to."""
    if hasattr(history_instance, "record_version"):
        history_instance.record_version = getattr(instance, "_record_version", None)
