"""What was said outlives another version of an article and a move to another database; and it goes out by mail."""

import pathlib

from django.core import mail
from django.db import connections
from django.test import Client, override_settings

from dragoman.record.backup import back_up, restore
from dragoman.record.databases import url_of_folder
from dragoman.record.store import open_record
from dragoman.talk.models import Backlink, Comment, Flag, Wish, Word
from tests.desk.conftest import parse, text_of
from tests.record.conftest import make_reading
from tests.talk.conftest import Cast

FIRST = "The envoy arrived on Monday. He met the king. Nobody spoke to the press."
SECOND = "PALACE - The envoy arrived on Monday. He met the king and the queen. They spoke to the press."


def test_comments_go_with_their_words_to_another_version(cast: Cast) -> None:
    list(cast.desk.record.add([make_reading(FIRST, id_="visit-1", url="https://a.example/visit")]))
    cast.address = "/articles/visit-1/"
    stays = cast.said(cast.rita, "Which day?", quote="on Monday")
    goes = cast.said(cast.rita, "Really?", quote="Nobody spoke")
    line = cast.said(cast.rita, "So it says", about="events/e1")
    early = FIRST.index("the king")
    list(cast.desk.record.add([make_reading(SECOND, id_="visit-2", url="https://a.example/visit")]))
    page = parse(cast.page())
    at = SECOND.index("on Monday")
    assert page.cssselect(f"#comment-{stays.pk} .about-words a")[0].get("href") == f"#c{at}-{at + 9}"
    for lost in (goes, line):
        assert "no longer in the text" in text_of(page, f"#comment-{lost.pk} .about-words")
    # Chosen on a page of the first version, sent after the second came.
    late = cast.said(cast.rita, "Which king?", start=early, end=early + 8, version=1)
    assert (late.quote, late.prefix[-4:], late.suffix[:4]) == ("the king", "met ", " and")


def test_a_backup_carries_what_was_said(cast: Cast, tmp_path: pathlib.Path) -> None:
    first = cast.said(cast.rita, "First")
    answer = cast.said(cast.eve, "Answer", parent=first.pk)
    cast.ada.post(f"/comments/{first.pk}/flag", {"reason": "why not"})
    cast.eve.post("/moderation/verdict", {"item": f"comment/{answer.pk}", "verdict": "approve"})
    Backlink.objects.create(kind="trackback", kept_id=first.kept_id, source="http://a.example/", source_key="k")
    back_up(cast.desk.record, tmp_path / "backup")
    url = url_of_folder(tmp_path / "other")
    other = open_record(url)
    restore(other, tmp_path / "backup")
    with override_settings(DRAGOMAN_RECORD=url):
        restored = Comment.objects.get(body="Answer")
        assert restored.parent is not None
        assert (restored.parent.body, restored.author and restored.author.name) == ("First", "Eve")
        assert (Flag.objects.count(), Backlink.objects.count(), Word.objects.get(text="").good) == (1, 1, 1)
        answered = Client().get(cast.address)
        assert "Answer" in text_of(parse(answered.content.decode()), ".remark.depth-1")
    connections[other.alias].close()


@override_settings(
    EMAIL_BACKEND="django.core.mail.backends.locmem.EmailBackend",
    DRAGOMAN_MAIL="django.core.mail.backends.locmem.EmailBackend",
)
def test_notices_go_out_by_mail_to_those_who_wish_it(cast: Cast) -> None:
    mail.outbox = []
    first = cast.said(cast.rita, "First")
    cast.said(cast.eve, "Unasked", parent=first.pk)
    assert mail.outbox == []
    cast.rita.post("/notices/wish", {"mail": "1"})
    assert Wish.objects.get().mail is True
    made = cast.said(cast.eve, "Asked <for>", parent=first.pk)
    (message,) = mail.outbox
    assert (message.to, message.subject) == (["rita@talk.example"], "Dragoman: Eve replied to your comment")
    assert "Asked <for>" in message.body
    assert f"http://testserver/comments/{made.pk}/" in message.body
    cast.rita.post("/notices/wish", {})
    cast.said(cast.eve, "No more", parent=first.pk)
    assert len(mail.outbox) == 1
