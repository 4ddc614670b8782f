"""A site over a Record in which nothing is kept yet: every page says so, and how to begin."""

import pathlib

from dragoman.accounts.roles import Role
from dragoman.record.databases import url_of_folder
from tests.desk.conftest import make_desk, parse, text_of


def test_an_empty_site_says_how_to_begin(tmp_path: pathlib.Path) -> None:
    for desk in make_desk(url_of_folder(tmp_path), []):
        assert desk.open("/").cssselect(".empty a[href='/login']")
        editor = parse(desk.as_role(Role.EDITOR).get("/").content.decode())
        assert editor.cssselect(".empty a[href='/add']")
        assert "Nothing in the Record answers this" in text_of(desk.open("/search?q=talks"), ".empty")
        assert "No meeting" in text_of(desk.open("/graph/"), ".empty")
        assert "Nothing yet" in text_of(desk.open("/topics/"), ".lines")
        assert "Name up to" in text_of(desk.open("/timeline"), "main .note")
        answer = desk.as_role(Role.REVIEWER).get("/review/line", follow=True)
        assert "No open line is left" in text_of(parse(answer.content.decode()), ".notice")
