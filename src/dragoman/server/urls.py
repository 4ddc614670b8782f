"""Every path that is served; a part of the site adds its own here."""

from django.db import connections
from django.http import HttpRequest, HttpResponse
from django.urls import path

from dragoman.api.views import api
from dragoman.record.opened import record

__all__ = ["urlpatterns"]


def _healthz(request: HttpRequest) -> HttpResponse:
    """Answer 200 when the Record can be read."""
    with connections[record().alias].cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok\n", content_type="text/plain")


urlpatterns = [path("healthz", _healthz), path("api/", api.urls)]
