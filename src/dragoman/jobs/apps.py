"""Jobs as a Django application."""

from django.apps import AppConfig

__all__ = ["JobsConfig"]


class JobsConfig(AppConfig):
    """Name of the application and of its table (`jobs_job`)."""

    name = "dragoman.jobs"
    label = "jobs"
