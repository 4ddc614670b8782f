"""The moderators' queue: verdicts in bulk, reasons, undoing, appeals, and the filter that learns."""

from django.test import override_settings

from dragoman.accounts.models import Entry
from dragoman.record.opened import record
from dragoman.talk.bayes import find_odds, train
from dragoman.talk.models import Comment, Notice, Verdict, Word
from tests.desk.conftest import parse, text_of
from tests.talk.conftest import Cast


def states() -> list[str]:
    return list(Comment.objects.order_by("pk").values_list("state", flat=True))


def test_verdicts_in_bulk_with_a_reason(cast: Cast) -> None:
    made = [cast.said(cast.ada, f"Comment {number}") for number in range(3)]
    names = [f"comment/{one.pk}" for one in made]
    page = parse(cast.eve.get("/moderation/").content.decode())
    assert [box.get("value") for box in page.cssselect("input[name=item]")] == names
    assert text_of(page, ".account .count-of").endswith("3 waiting")
    wrong = cast.eve.post("/moderation/verdict", {"item": names[:2], "verdict": "reject"})
    assert wrong.status_code == 400
    kept = parse(wrong.content.decode())
    assert len(kept.cssselect("input[name=item][checked]")) == 2  # what was chosen stays chosen
    cast.eve.post("/moderation/verdict", {"item": names[:2], "verdict": "reject", "reason": "Off the point."})
    assert states() == ["rejected", "rejected", "held"]
    own = parse(cast.ada.get("/notices/").content.decode())
    assert "Off the point." in text_of(own, ".notices")
    logged = Entry.objects.filter(action="comment.rejected").order_by("pk")
    assert [(one.name, one.about, one.details["reason"]) for one in logged] == [
        ("Eve", names[0], "Off the point."),
        ("Eve", names[1], "Off the point."),
    ]
    shelf = parse(cast.eve.get("/moderation/?shelf=rejected&kind=comment&q=Comment+1").content.decode())
    assert [box.get("value") for box in shelf.cssselect("input[name=item]")] == [names[1]]


def test_a_batch_is_undone(cast: Cast) -> None:
    made = [cast.said(cast.ada, f"Comment {number}") for number in range(2)]
    names = [f"comment/{one.pk}" for one in made]
    cast.eve.post("/moderation/verdict", {"item": names, "verdict": "spam"})
    assert states() == ["rejected", "rejected"]
    assert Word.objects.get(text="").bad == 2
    page = parse(cast.eve.get("/moderation/").content.decode())
    batch = page.cssselect(".undo input[name=batch]")[0].get("value")
    assert "on 2 items" in text_of(page, ".undo")
    cast.rita.post("/moderation/undo", {"batch": batch})
    assert states() == ["rejected", "rejected"]
    cast.eve.post("/moderation/undo", {"batch": batch})
    assert states() == ["held", "held"]
    assert Word.objects.get(text="").bad == 0
    assert Comment.objects.filter(why="first", by=None, reason="").count() == 2
    assert not Notice.objects.filter(kind="rejected").exists()
    assert parse(cast.eve.get("/moderation/").content.decode()).cssselect(".undo") == []
    assert Entry.objects.filter(action="comment.undone").count() == 2


def test_what_was_decided_since_is_not_undone(cast: Cast) -> None:
    made = cast.said(cast.ada, "Comment")
    name = f"comment/{made.pk}"
    cast.eve.post("/moderation/verdict", {"item": name, "verdict": "spam"})
    first = Verdict.objects.get().batch
    cast.eve.post("/moderation/verdict", {"item": name, "verdict": "approve"})
    cast.eve.post("/moderation/undo", {"batch": first})
    assert states() == ["shown"]
    total = Word.objects.get(text="")
    assert (total.good, total.bad) == (1, 0)


def test_flags_are_settled_by_a_verdict(cast: Cast) -> None:
    made = cast.said(cast.rita, "Fine as it is")
    cast.ada.post(f"/comments/{made.pk}/flag", {"reason": "I do not like it"})
    cast.eve.post("/moderation/verdict", {"item": f"comment/{made.pk}", "verdict": "approve"})
    assert "Nothing is here" in cast.eve.get("/moderation/").content.decode()
    assert not Notice.objects.exists()  # for its author nothing has changed


def test_an_author_asks_once_to_look_again(cast: Cast) -> None:
    made = cast.said(cast.ada, "Please")
    name = f"comment/{made.pk}"
    assert cast.ada.post(f"/comments/{made.pk}/appeal", {"words": "Early"}).status_code == 400
    cast.eve.post("/moderation/verdict", {"item": name, "verdict": "reject", "reason": "Too short."})
    assert cast.ben.post(f"/comments/{made.pk}/appeal", {"words": "For her"}).status_code == 404
    assert "Too short." in cast.page(cast.ada)
    assert cast.ada.post(f"/comments/{made.pk}/appeal", {"words": "It is to the point."}).status_code == 302
    assert "The author asks: It is to the point." in text_of(
        parse(cast.eve.get("/moderation/").content.decode()), ".queue"
    )
    cast.eve.post("/moderation/verdict", {"item": name, "verdict": "reject", "reason": "Still."})
    assert cast.ada.post(f"/comments/{made.pk}/appeal", {"words": "Again"}).status_code == 400
    assert "Ask to look again" not in cast.page(cast.ada)


def test_the_filter_learns_from_verdicts(cast: Cast) -> None:
    with override_settings(DRAGOMAN_LIMITS={"comment-person": (99, 600)}):
        bad = [cast.said(cast.ada, f"Cheap pills and casino bonus number {number}") for number in range(8)]
        good = [cast.said(cast.ada, f"The minister denied the ransom in paragraph {number}") for number in range(7)]
    cast.eve.post("/moderation/verdict", {"item": [f"comment/{one.pk}" for one in bad], "verdict": "spam"})
    cast.eve.post("/moderation/verdict", {"item": [f"comment/{one.pk}" for one in good], "verdict": "approve"})
    assert find_odds("casino pills") is None  # too little of one kind is known
    train("The ambassador spoke of talks", bad=False)
    odds = [find_odds(text) for text in ("Bonus pills at the casino", "The minister spoke of the ransom", "")]
    assert odds[0] is not None
    assert odds[1] is not None
    assert odds[0] > 0.95
    assert odds[1] < 0.05
    assert odds[2] == 0.5
    held = cast.said(cast.rita, "Casino bonus, cheap pills")
    assert (held.state, held.why) == ("held", "filter")
    page = parse(cast.eve.get("/moderation/").content.decode())
    assert "likely unwanted" in text_of(page, ".queue")


def test_words_are_forgotten_by_undoing(cast: Cast) -> None:
    assert cast.desk.record.alias == record().alias
    train("one two three three", bad=True)
    train("one two", bad=True)
    train("one two three three", bad=True, undo=True)
    train("never learned", bad=True, undo=True)
    counts = dict(Word.objects.values_list("text", "bad"))
    assert (counts[""], counts["one"], counts["three"], counts["never"]) == (0, 1, 0, 0)


def test_a_verdict_on_nothing_is_refused_or_passed_over(cast: Cast) -> None:
    for fields in ({"verdict": "approve"}, {"item": "comment/1", "verdict": "burn"}, {"item": "comment/1"}):
        assert cast.eve.post("/moderation/verdict", fields).status_code == 400
    odd = ["comment/999999", "comment/x", "backlink/", "user/1", "comment/-1", "", "comment/" + "9" * 40]
    assert cast.eve.post("/moderation/verdict", {"item": odd, "verdict": "approve"}).status_code == 302
    assert not Verdict.objects.exists()
    assert cast.eve.get("/moderation/?shelf=none").status_code == 404
    assert cast.eve.get("/moderation/?q=%00x&page=999").status_code == 200
    assert cast.eve.post("/moderation/undo", {"batch": "x" * 400}).status_code == 302
