"""The Record as a Django application."""

from django.apps import AppConfig

__all__ = ["RecordConfig"]


class RecordConfig(AppConfig):
    """Name of the application and of its tables (`record_...`)."""

    name = "dragoman.record"
    label = "record"
