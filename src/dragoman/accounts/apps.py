"""Accounts as a Django application."""

from django.apps import AppConfig

__all__ = ["AccountsConfig"]


class AccountsConfig(AppConfig):
    """Name of the application and of its tables (`accounts_...`)."""

    name = "dragoman.accounts"
    label = "accounts"
    # What a backup takes along (record/backup.py): not the sessions.
    carried = ("User", "Entry", "Site", "Invitation", "Token", "Factor", "RecoveryCode")
