"""Review as a Django application."""

from django.apps import AppConfig

__all__ = ["ReviewConfig"]


class ReviewConfig(AppConfig):
    """Name of the application and of its tables (`review_...`)."""

    name = "dragoman.review"
    label = "review"
