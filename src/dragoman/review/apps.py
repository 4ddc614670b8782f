"""Review as a Django application."""

from django.apps import AppConfig

__all__ = ["ReviewConfig"]


class ReviewConfig(AppConfig):
    """Name of the application and of its tables (`review_...`)."""

    name = "dragoman.review"
    label = "review"
    # What a backup takes along (record/backup.py). What is waiting to be read stays behind: it can be given again.
    carried = ("Assignment", "Coder", "Coding", "Ruling", "SavedSearch", "Told")
