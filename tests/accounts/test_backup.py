"""A backup takes people along, and what applications name; sessions stay behind."""

import gzip
import pathlib
import stat

import pyotp
import pytest
from django.apps import apps
from django.db import models
from django.test import override_settings

from dragoman.accounts import audit
from dragoman.accounts.factor import make_recovery_codes
from dragoman.accounts.joining import invite
from dragoman.accounts.models import Entry, Factor, RecoveryCode, Scope, Session, Site, Token, User
from dragoman.accounts.roles import Role
from dragoman.accounts.tokens import find_token, make_token
from dragoman.errors import Unusable
from dragoman.record.backup import back_up, restore
from dragoman.record.databases import url_of_folder
from dragoman.record.models import KeptArticle, Version
from dragoman.record.store import open_record
from tests.accounts.conftest import PASSWORD, House


def test_people_come_back_and_their_sessions_do_not(house: House, tmp_path: pathlib.Path) -> None:
    user = house.person("ada@desk.example", Role.EDITOR)
    Factor.objects.create(user=user, secret=pyotp.random_base32())
    codes = make_recovery_codes(user)
    secret = make_token(user, "notebook", [Scope.RECORD], 30)
    invite("guest@desk.example", Role.REVIEWER, user)
    Site(private=True).save()
    audit.log(user, "thing.done", "thing/1", count=2)
    other_user = house.person("eda@desk.example")
    house.enter("eda@desk.example")
    path = tmp_path / "b.gz"
    counts = back_up(house.record, path)
    assert counts.rows == 2 + Entry.objects.count() + 1 + 1 + 1 + 1 + len(codes)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert PASSWORD.encode() not in gzip.decompress(path.read_bytes())
    url = url_of_folder(tmp_path / "other")
    restored = open_record(url)
    assert restore(restored, path) == counts
    with pytest.raises(Unusable, match="people made"):
        restore(restored, path)
    with override_settings(DRAGOMAN_RECORD=url):
        again = User.objects.get(email="ada@desk.example")
        assert again.check_password(PASSWORD)
        assert (again.role, again.joined, again.factor.secret) == (user.role, user.joined, user.factor.secret)
        assert RecoveryCode.objects.filter(user=again).count() == len(codes)
        assert find_token(secret) is not None
        assert Token.objects.get().user == again
        assert Site.current().private
        assert Entry.objects.filter(action="thing.done", who=again, details={"count": 2}).count() == 1
        assert not Session.objects.exists()
        fresh = User.objects.create_user("new@desk.example")
        assert fresh.pk > max(user.pk, other_user.pk)


def test_a_backup_goes_into_the_same_kind_of_database_and_counts_on(
    house: House, request: pytest.FixtureRequest, tmp_path: pathlib.Path, place: str
) -> None:
    house.person("ada@desk.example")
    back_up(house.record, tmp_path / "b.gz")
    own = place.startswith("postgresql")
    url = request.getfixturevalue("server").fresh() if own else url_of_folder(tmp_path / "fresh")
    restore(open_record(url), tmp_path / "b.gz")
    with override_settings(DRAGOMAN_RECORD=url):
        assert User.objects.create_user("new@desk.example").pk > User.objects.get(email="ada@desk.example").pk


def test_every_table_of_the_site_is_carried_or_is_said_not_to_be() -> None:
    """A new application must decide."""
    left = {
        *("accounts.session", "contenttypes.contenttype", "auth.permission", "auth.group", "admin.logentry"),
        *("jobs.job", "review.submission"),  # what waits to be done or read: it can be given again
    }
    for application in apps.get_app_configs():
        if application.label == "record":
            continue  # record/backup.py writes these by itself
        carried = {name.lower() for name in getattr(application, "carried", ())}
        own = {model._meta.model_name for model in application.get_models()}
        assert carried <= own, application.label
        missing = {f"{application.label}.{name}" for name in own - carried} - left
        assert missing == set()


def test_what_points_to_the_record_goes_by_a_name_that_holds() -> None:
    """A row may point to an article or a version, and to nothing that is derived."""
    named = (KeptArticle, Version)
    for application in apps.get_app_configs():
        for name in getattr(application, "carried", ()):
            for field in application.get_model(name)._meta.get_fields():
                if isinstance(field, models.ForeignKey) and field.related_model._meta.app_label == "record":
                    assert field.related_model in named, (name, field.name)
