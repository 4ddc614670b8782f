"""Django's admin as an application: for what has no page of its own."""

from django.contrib.admin.apps import AdminConfig

__all__ = ["Administration"]


class Administration(AdminConfig):
    """Opens our own site, and finds what each application registers in its module `admin`."""

    default_site = "dragoman.accounts.admin_site.AdminSite"
