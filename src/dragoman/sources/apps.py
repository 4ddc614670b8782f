"""Sources as a Django application."""

from django.apps import AppConfig

__all__ = ["SourcesConfig"]


class SourcesConfig(AppConfig):
    """Name of the application and of its tables (`sources_...`)."""

    name = "dragoman.sources"
    label = "sources"
    carried = ("Source", "Item")
