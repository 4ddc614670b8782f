"""Comments: written, held, answered, changed, taken back, flagged; on words and on lines."""

import datetime as dt
import json

import pytest
from django.test import Client, override_settings
from django.utils import timezone

from dragoman.accounts.models import Entry
from dragoman.record.models import Version
from dragoman.record.store import unpack_reading
from dragoman.talk.comments import find_comment
from dragoman.talk.models import Comment, Notice, Switch
from tests.desk.conftest import Desk, parse, text_of
from tests.talk.conftest import TITLE, Cast


def text_and_lines(desk: Desk) -> tuple[str, str]:
    """Return the article's text, and the first line of its record."""
    version = Version.objects.using(desk.record.alias).get(title=TITLE, current=True)
    return version.text, unpack_reading(version.reading).events[0].id


def test_a_first_comment_is_held_and_only_its_author_sees_it(cast: Cast) -> None:
    made = cast.said(cast.ada, "They *never* paid.")
    assert (made.state, made.why) == ("held", "first")
    own = parse(cast.page(cast.ada))
    assert "waits for a moderator" in text_of(own, f"#comment-{made.pk} .notice")
    for who in (cast.ben, cast.desk.client):
        assert "never" not in text_of(parse(cast.page(who)), "#comments")
    assert cast.ben.get(f"/comments/{made.pk}/").status_code == 404
    assert cast.eve.get(f"/comments/{made.pk}/").headers["Location"].startswith("/moderation/")


def test_who_was_approved_twice_is_trusted(cast: Cast) -> None:
    for number in range(2):
        made = cast.said(cast.ada, f"Comment {number}")
        assert made.state == "held"
        cast.eve.post("/moderation/verdict", {"item": f"comment/{made.pk}", "verdict": "approve"})
    made = cast.said(cast.ada, "Third")
    assert made.state == "shown"
    assert "<em>" in cast.page() or "Third" in cast.page()
    assert (
        cast.said(cast.ada, "https://a.example/1 https://a.example/2 https://a.example/3 https://a.example/4").why
        == "links"
    )
    assert cast.said(cast.rita, "Reviewers are trusted").state == "shown"


def test_answers_stand_below_what_they_answer_and_tell_its_author(cast: Cast) -> None:
    first = cast.said(cast.rita, "First")
    other = cast.said(cast.rita, "Other")
    answer = cast.said(cast.eve, "Answer to @ada-lovelace", parent=first.pk)
    page = parse(cast.page())
    order = [li.get("id") for li in page.cssselect(".remark")]
    assert order == [f"comment-{one.pk}" for one in (first, answer, other)]
    assert "depth-1" in page.cssselect(f"#comment-{answer.pk}")[0].get("class", "")
    told = {(one.who.name, one.kind) for one in Notice.objects.select_related("who")}
    assert told == {("Rita", "reply"), ("Ada Lovelace", "mention")}
    notices = cast.rita.get("/notices/").content.decode()
    assert "Eve replied to your comment" in notices
    assert text_of(parse(notices), ".account .count-of") == "1 new"
    cast.rita.post("/notices/read")
    assert text_of(parse(cast.rita.get("/notices/").content.decode()), ".account .count-of") == ""


def test_nobody_is_told_of_what_is_held(cast: Cast) -> None:
    first = cast.said(cast.rita, "First")
    made = cast.said(cast.ada, "Answer, @ben", parent=first.pk)
    assert not Notice.objects.exists()
    cast.eve.post("/moderation/verdict", {"item": f"comment/{made.pk}", "verdict": "approve"})
    assert {(one.who.name, one.kind) for one in Notice.objects.select_related("who")} == {
        ("Rita", "reply"),
        ("Ben", "mention"),
        ("Ada Lovelace", "approved"),
    }


def test_a_comment_hangs_on_words_of_the_text(cast: Cast) -> None:
    text, _ = text_and_lines(cast.desk)
    start = text.index("troops", 45)
    made = cast.said(cast.rita, "This word", start=start, end=start + 6, version=1)
    assert (made.quote, made.prefix[-3:], made.suffix[:1]) == ("troops", text[start - 3 : start], text[start + 6])
    link = parse(cast.page()).cssselect(f"#comment-{made.pk} .about-words a")[0]
    assert link.get("href") == f"#c{start}-{start + 6}"
    sentence = text.split("\n\n")[1].split(". ")[0]
    assert cast.said(cast.rita, "Copied words", quote=f" {sentence}\n").quote == sentence
    answer = cast.rita.get(f"{cast.address}comments.jsonld")
    assert answer.headers["Content-Type"].startswith("application/ld+json")
    items = json.loads(answer.content)["items"]
    selectors = items[0]["target"]["selector"]
    assert selectors[0]["exact"] == "troops"
    assert selectors[1] == {"type": "TextPositionSelector", "start": start, "end": start + 6}


@pytest.mark.parametrize(
    "fields",
    [
        {"quote": "words that stand nowhere"},
        {"quote": "the"},
        {"start": "5", "end": "5", "version": "1"},
        {"start": "0", "end": "99999999", "version": "1"},
        {"start": "0", "end": "9", "version": "77"},
        {"about": "events/none"},
        {"about": "figures/f1"},
        {"about": "\x00"},
        {"about": "events/" + "x" * 500},
        {"parent": "999999"},
        {"website": "https://spam.example/"},
    ],
)
def test_a_comment_on_nothing_is_refused_with_a_line(cast: Cast, fields: dict[str, str]) -> None:
    answer = cast.rita.post(f"{cast.address}comments/write", {"body": "Something", **fields})
    assert answer.status_code == 400
    assert text_of(parse(answer.content.decode()), ".wrong")
    assert not Comment.objects.exists()


def test_a_comment_hangs_on_a_line_of_the_record(cast: Cast) -> None:
    _, local = text_and_lines(cast.desk)
    form = cast.rita.get(f"{cast.address}comments/write?about=events/{local}").content.decode()
    assert len(parse(form).cssselect("input[name=stance]")) == 3
    made = cast.said(cast.rita, "It did not happen", about=f"events/{local}", stance="dispute")
    assert (made.about, made.stance) == (f"events/{local}", "dispute")
    page = parse(cast.page(cast.rita))
    line = page.cssselect(f"#event-{local}")[0]
    assert [link.text_content() for link in line.cssselect(".elsewhere") if "comment" in link.text_content()] == [
        "1 comment",
        "comment",
    ]
    assert "disputes the line" in text_of(page, f"#comment-{made.pk}")
    anonymous = parse(cast.page()).cssselect(f"#event-{local}")[0]
    assert [link.text_content() for link in anonymous.cssselect(".elsewhere.quiet")] == []


def test_words_that_are_gone_leave_an_orphan(cast: Cast) -> None:
    made = cast.said(cast.rita, "Where did they go?")
    Comment.objects.filter(pk=made.pk).update(quote="words of an earlier version")
    page = parse(cast.page())
    assert "no longer in the text" in text_of(page, f"#comment-{made.pk} .about-words")
    assert page.cssselect(f"#comment-{made.pk} .about-words a") == []


def test_a_comment_is_changed_and_what_it_said_stays(cast: Cast) -> None:
    made = cast.said(cast.rita, "Frist")
    assert cast.rita.post(f"/comments/{made.pk}/edit", {"body": "First"}).status_code == 302
    history = parse(cast.rita.get(f"/comments/{made.pk}/history").content.decode())
    assert [text_of(one, ".body") for one in history.cssselect(".drafts li")] == ["Frist", "First"]
    assert "edited" in text_of(parse(cast.page()), f"#comment-{made.pk} .kicker")
    assert cast.eve.post(f"/comments/{made.pk}/edit", {"body": "Mine now"}).status_code == 404
    Comment.objects.filter(pk=made.pk).update(made=timezone.now() - dt.timedelta(minutes=31))
    late = cast.rita.post(f"/comments/{made.pk}/edit", {"body": "Late"})
    assert (late.status_code, Comment.objects.get(pk=made.pk).body) == (400, "First")
    assert [one.action for one in Entry.objects.order_by("pk")] == ["comment.posted", "comment.edited"]


def test_an_approved_comment_that_is_changed_goes_through_the_gate_again(cast: Cast) -> None:
    made = cast.said(cast.ada, "Harmless")
    cast.eve.post("/moderation/verdict", {"item": f"comment/{made.pk}", "verdict": "approve"})
    cast.ada.post(f"/comments/{made.pk}/edit", {"body": "Buy pills"})
    assert Comment.objects.get(pk=made.pk).state == "held"


def test_what_is_taken_back_leaves_a_gap_where_it_was_answered(cast: Cast) -> None:
    first, alone = cast.said(cast.rita, "Secret one"), cast.said(cast.rita, "Secret two")
    answer = cast.said(cast.eve, "Answer", parent=first.pk)
    cast.rita.post(f"/comments/{first.pk}/edit", {"body": "Secret three"})
    for one in (first, alone):
        assert cast.rita.post(f"/comments/{one.pk}/delete").status_code == 302
    page = parse(cast.page())
    assert [li.get("id") for li in page.cssselect(".remark")] == [f"comment-{first.pk}", f"comment-{answer.pk}"]
    assert text_of(page, f"#comment-{first.pk}") == "A comment that is no longer here"
    assert "Secret" not in cast.page(cast.rita) + cast.page(cast.eve)
    kept = Comment.objects.get(pk=first.pk)
    assert (kept.body, kept.name, kept.drafts.count()) == ("", "", 0)
    assert find_comment(first.pk, None) is None
    assert cast.eve.post(f"/comments/{answer.pk}/delete").status_code == 302
    assert parse(cast.page()).cssselect(".remark") == []


def test_flags_of_several_bring_a_comment_before_a_moderator(cast: Cast) -> None:
    made = cast.said(cast.rita, "Flag me")
    assert cast.rita.post(f"/comments/{made.pk}/flag", {"reason": "mine"}).status_code == 400
    assert cast.ada.post(f"/comments/{made.pk}/flag", {"reason": ""}).status_code == 400
    assert cast.ada.post(f"/comments/{made.pk}/flag", {"reason": "rude"}).status_code == 200
    assert cast.ada.post(f"/comments/{made.pk}/flag", {"reason": "again"}).status_code == 400
    assert Comment.objects.get(pk=made.pk).state == "shown"
    assert "Flagged by Ada Lovelace: rude" in text_of(parse(cast.eve.get("/moderation/").content.decode()), ".queue")
    cast.ben.post(f"/comments/{made.pk}/flag", {"reason": "very"})
    cast.eve.post(f"/comments/{made.pk}/flag", {"reason": "yes"})
    assert (Comment.objects.get(pk=made.pk).state, Comment.objects.get(pk=made.pk).why) == ("held", "flags")


def test_limits_of_what_is_sent(cast: Cast) -> None:
    assert cast.say(cast.rita, "   \n", 400) is None
    assert cast.say(cast.rita, "x" * 8001, 400) is None
    made = cast.said(cast.rita, "a\x00b \ud7ff\U0001f600 <script>alert(1)</script> [x](javascript:alert(1))")
    page = cast.page()
    assert "<script>alert" not in page
    assert 'href="javascript' not in page
    assert "\x00" not in Comment.objects.get(pk=made.pk).body
    raw = cast.rita.post(
        f"{cast.address}comments/write", b"body=%ff%fe+invalid", content_type="application/x-www-form-urlencoded"
    )
    assert raw.status_code == 302
    with override_settings(DRAGOMAN_LIMITS={"comment-person": (1, 600)}):
        assert cast.say(cast.eve, "One") is not None
        refused = cast.eve.post(f"{cast.address}comments/write", {"body": "Two"})
        assert (refused.status_code, refused.headers["Retry-After"]) == (429, "600")


def test_who_may_not(cast: Cast) -> None:
    assert cast.desk.client.post(f"{cast.address}comments/write", {"body": "x"}).status_code == 403
    assert cast.desk.client.get(f"{cast.address}comments/write").headers["Location"].startswith("/login")
    assert cast.ada.get("/moderation/").status_code == 403
    assert "You need to log in to comment" in cast.page()
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = cast.rita.cookies
    assert strict.post(f"{cast.address}comments/write", {"body": "forged"}).status_code == 403
    assert cast.rita.get("/articles/none/comments/").status_code == 404
    assert cast.rita.get("/comments/99999999999999999999/").status_code == 404


def test_comments_are_turned_off(cast: Cast) -> None:
    cast.said(cast.rita, "Before")
    cast.eve.post(f"{cast.address}switches", {"name": "comments", "on": "0"})
    page = parse(cast.page(cast.rita))
    assert "Comments are turned off here" in text_of(page, "#comments")
    assert page.cssselect("#write") == []
    assert cast.say(cast.rita, "After", 400) is None
    other = cast.desk.article("Malta denies ransom")
    assert cast.rita.post(f"{other}comments/write", {"body": "Elsewhere"}).status_code == 302
    cast.eve.post("/moderation/switches", {"name": "comments", "on": "0"})
    assert cast.rita.post(f"{other}comments/write", {"body": "Nowhere"}).status_code == 400
    assert cast.rita.post("/moderation/switches", {"name": "comments", "on": "1"}).status_code == 403
    assert cast.eve.post("/moderation/switches", {"name": "nothing", "on": "1"}).status_code == 400
    assert Switch.objects.count() == 2


def test_feeds_hold_what_is_shown(cast: Cast) -> None:
    cast.said(cast.rita, "Shown & *seen*")
    cast.said(cast.ada, "Held back")
    for address in ("/comments.atom", f"{cast.address}comments.atom"):
        answer = cast.desk.client.get(address)
        assert answer.headers["Content-Type"].startswith("application/atom+xml")
        feed = parse(answer.content.decode().partition("?>")[2])
        assert text_of(feed, "entry title") == f"Rita on {TITLE}"
        assert "Held" not in answer.content.decode()
        assert "&lt;em&gt;seen&lt;/em&gt;" in answer.content.decode()


def test_many_threads_come_in_pages(cast: Cast) -> None:
    with override_settings(DRAGOMAN_LIMITS={"comment-person": (99, 600)}):
        made = [cast.said(cast.rita, f"Thread {number}") for number in range(32)]
    assert len(parse(cast.page()).cssselect(".remark")) == 30
    second = parse(cast.rita.get(f"{cast.address}comments/?page=2").content.decode())
    assert [li.get("id") for li in second.cssselect(".remark")] == [f"comment-{one.pk}" for one in made[30:]]
    where = cast.rita.get(f"/comments/{made[31].pk}/").headers["Location"]
    assert where == f"{cast.address}comments/?page=2#comment-{made[31].pk}"
