"""Talk as a Django application."""

from django.apps import AppConfig

__all__ = ["TalkConfig"]


class TalkConfig(AppConfig):
    """Name of the application and of its tables (`talk_...`)."""

    name = "dragoman.talk"
    label = "talk"
    # What goes into a backup; those first that others point to.
    carried = ("Comment", "Draft", "Flag", "Notice", "Wish", "Backlink", "Domain", "Sent", "Switch", "Verdict", "Word")
