"""Every word of the site can be translated: served in a language that no one speaks, no page has a word in Latin letters left.

Latin letters that may stand there are codes, names and what is written by programs; KNOWN has them, with the reason.
"""

import datetime as dt
import email
import email.policy
import pathlib
import re
import time
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

import lxml.html
import pyotp
import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpRequest
from django.test import Client, override_settings
from django.utils import timezone, translation

import dragoman.review.work
import dragoman.server.adding
import dragoman.talk.work  # noqa: F401  (the handlers of jobs)
from dragoman.accounts import mail
from dragoman.accounts.models import Scope, Site, User
from dragoman.accounts.roles import Role
from dragoman.desk.headers import server_error
from dragoman.export.countries import country_name
from dragoman.export.periods import words_of
from dragoman.jobs.models import Job
from dragoman.jobs.queue import run_due
from dragoman.model import CONTEXTS, EVENT_TYPES, MODES, Span
from dragoman.record.databases import url_of_folder
from dragoman.record.facets import FACETS
from dragoman.record.models import ActorRow, EventRow, Link, StatementRow, Version
from dragoman.record.store import Record
from dragoman.review import searches
from dragoman.review.models import SavedSearch, Submission
from dragoman.sources.models import Item, Source
from dragoman.talk.models import Backlink, Comment, Sent, State
from tests.desk.conftest import Desk, make_desk, parse
from tests.desk.pseudo import LANGUAGE, foreign, make_language
from tests.record.samples import readings

PASSWORD = "correct horse battery"  # noqa: S105
WRONG, WEAK = "not this one", "123"
TITLE = "Bolivia denies sending troops to border"

KNOWN: dict[str, str] = {
    # the program and what it stands on
    "name": "Dragoman dragoman PLOVER API UTC MB Krippendorff F1 EDTF HMAC SHA Markdown SVG PNG CSV GraphML GEXF CSL JSON BibTeX W3C",
    # ways of the query language, with the examples of the page of search
    "query": "q words actor about country event auxiliary date source outlet category show OR talks prime minister kenya japan "
    "mongolia bolivia kim jong un events statements articles negation unnamed",
    # keys that one presses
    "key": "c e x s u j n k p Esc",
    # what a program or a form of data is called in another program
    "code": "rules learned",
    # in which forms what is found is saved
    "form": "csv parquet jsonl ftm polecat annotations graphml",
    # what a language calls itself
    "language": "English",
    # typed here
    "typed": "acter",
    # what was kept as it is: who decided together
    "kept": "and adjudicated by",
}
# Codes of the vocabulary: they are the same in every language, as a codebook's numbers are.
CODES = {*EVENT_TYPES, *CONTEXTS, *(mode for modes in MODES.values() for mode in modes)}
CODES |= {"future", "hypothetical", "negation", "historical", "named", "body", "unnamed", "document", "outlet"}
CODES |= {"direct", "indirect", "mixed", "person", "group", "state", "organisation", "organization", "media", "place"}
CODES |= {part for one in CODES for part in one.split("-")} | {"material", "verbal", "cooperation", "conflict"}
CODES |= {part for facet, values in FACETS.items() for value in (facet, *values) for part in value.split("-")}
# Sentences of the layers that know no pages (model, page, reading, outside): they are the command line's too.
UNTOLD = {
    "holds no English sentences, and nothing else is read",
    "only http and https addresses are fetched",
    "is not a PLOVER event type",
}
_ALONE = re.compile(
    "|".join(
        (
            *(r"\b(?:actors|statements|events|figures|forecasts)/\S+", r"/api/\S+"),  # lines, and where programs ask
            *(r"https?://\S*", r"\S+@\S+", r"\S+\.example", r"[\w-]+\.(?:html|txt|py|db)\b"),  # addresses and files
            *(
                r"\b[\w-]{30,}",
                r"\b[0-9a-f]*\d[0-9a-f]{7,}\b",
                r"\b[a-z]+-\d\b",
                r"\b[A-Z]{3}\b",
            ),  # secrets, ids, countries
            *(
                r"\b\d+\.\d+\.\d+",
                r"en_core\w+",
                r"dragoman-\w+",
                r"\{\w+\}",
            ),  # versions, models' names, what scripts fill in
        )
    )
)
_WORD = re.compile(r"[A-Za-z][A-Za-z'’]*")
_READ = ("title", "aria-label", "placeholder", "alt", "label", "content")  # attributes that people read


@dataclass
class Watch:
    """Pages in the language that no one speaks, and what in them was not translated."""

    desk: Desk
    known: re.Pattern[str]  # phrases that are the Record's
    plain: set[str] = field(default_factory=set)  # words of it
    found: dict[str, list[str]] = field(default_factory=dict)

    def see(self, client: Client, address: str, status: int = 200, **sent: Any) -> lxml.html.HtmlElement:
        """Open a page, or send a form, follow where it leads, and look at the words."""
        answer = client.post(address, sent, follow=True) if sent else client.get(address, follow=True)
        assert answer.status_code == status, (address, answer.status_code, answer.content.decode()[-800:])
        page = parse(answer.content.decode())
        self.look(address, iter_words(page))
        return page

    def look(self, where: str, words: Any) -> None:
        """Note words that are not translated, and no code or name."""
        for text in words:
            rest = _ALONE.sub(" ", self.known.sub(" ", " ".join(str(text).split())))
            left = [word for word in _WORD.findall(rest) if word not in self.plain]
            if left and str(text) not in self.found.setdefault(where, []):
                self.found[where].append(" ".join(str(text).split())[:160])

    @property
    def unmarked(self) -> list[tuple[str, str]]:
        """What was found: where, and what."""
        return [(where, text) for where, texts in self.found.items() for text in texts]


def iter_words(page: lxml.html.HtmlElement) -> Iterator[str]:
    """Give each text and attribute of a page that people read."""
    for element in page.iter():
        if not isinstance(element.tag, str) or element.tag in {"script", "style"}:
            if element.tail:
                yield element.tail
            continue
        if element.text:
            yield element.text
        if element.tail:
            yield element.tail
        yield from (str(element.get(name)) for name in _READ if element.get(name) and element.tag != "meta")
        if element.tag == "option" or (element.tag == "input" and element.get("type") in {"submit", "button"}):
            yield element.get("value", "") if not element.text else ""
        yield from (str(value) for name, value in element.items() if name.startswith("data-said"))


def phrases_of(record: Record) -> re.Pattern[str]:
    """Return what the Record itself says in English: dates, countries, and the reasons that it keeps with its links."""
    alias = record.alias
    dates: set[str | None] = set()
    for table, names in (
        (Version, ("published",)),
        (EventRow, ("date",)),
        (StatementRow, ("date",)),
    ):
        for name in names:
            dates |= set(table.objects.using(alias).values_list(name, flat=True))
    found = {words_of(one) for one in dates if one} | set(Link.objects.using(alias).values_list("reason", flat=True))
    found |= {words_of(one and one[:10]) for one in dates}
    found |= UNTOLD
    found |= {country_name(one) for one in ActorRow.objects.using(alias).values_list("country", flat=True).distinct()}
    ordered = sorted((one for one in found if one), key=len, reverse=True)
    return re.compile("|".join(re.escape(" ".join(one.split())) for one in ordered))


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A desk over the sample in another alphabet."""
    url = url_of_folder(tmp_path_factory.mktemp("words"))
    with override_settings(DRAGOMAN_LIMITS={"link-address": (10**6, 60)}):
        yield from make_desk(url, map(foreign, readings()))


@pytest.fixture(scope="module")
def watch_of(house: Desk) -> Watch:
    plain = {word for words in KNOWN.values() for word in words.split()} | CODES | {code.capitalize() for code in CODES}
    return Watch(house, phrases_of(house.record), plain)


@pytest.fixture(scope="module")
def catalogue(tmp_path_factory: pytest.TempPathFactory) -> pathlib.Path:
    folder = tmp_path_factory.mktemp("locale")
    make_language(folder)
    return folder


@pytest.fixture
def watch(watch_of: Watch, catalogue: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Watch]:
    """Speak the language that no one speaks."""
    cache.clear()
    watch_of.found.clear()
    # Django decides once whether it translates; as the site comes, there is nothing to translate into.
    monkeypatch.setattr(translation, "_trans", type(vars(translation)["_trans"])())
    with override_settings(USE_I18N=True, LOCALE_PATHS=[catalogue]), translation.override(LANGUAGE):
        yield watch_of


def person(name: str, role: Role) -> Client:
    """Log somebody in whose name is in Cyrillic."""
    user = User.objects.filter(name=name).first()
    user = user or User.objects.create_user(f"{name.encode().hex()}@desk.example", PASSWORD, role=role, name=name)
    client = Client()
    client.force_login(user)
    return client


def article(watch: Watch) -> str:
    wanted = foreign(next(one for one in readings() if one.article.title == TITLE)).article.title
    assert wanted is not None
    return watch.desk.article(wanted)


def test_what_everybody_reads(watch: Watch) -> None:
    """Front page, categories, topics, articles, events, actors, who meets whom, lanes."""
    record, anybody = watch.desk.record, watch.desk.client
    front = watch.see(anybody, "/")
    watch.see(anybody, str(front.cssselect(".categories a")[0].get("href")))
    for address in ("/topics/", "/graph/", "/graph/?level=people", "/graph/?who=kenya", "/timeline"):
        watch.see(anybody, address)
    watch.see(anybody, "/topics/class/material-conflict/")
    watch.see(anybody, "/timeline?actor=kenya&actor=bolivia")
    actors = set()
    for one in record.readings():
        page = watch.see(anybody, f"/articles/{one.article.id}/")
        actors |= {link.get("href") for link in page.cssselect("a[href^='/actors/']")}
    for address in sorted(map(str, actors)):
        watch.see(anybody, address)
    for issue in ("diplomatic", "военг"):
        watch.see(anybody, f"/actors/kenya/?issue={issue}")
    for event in EventRow.objects.using(record.alias).values_list("happening", flat=True).distinct():
        watch.see(anybody, f"/events/{event}/")
    assert len(watch.found) >= 0
    assert watch.unmarked == []


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("", 200),
        ("q=рфцц", 200),
        ("q=country:japan", 200),
        ("q=country:japan&show=events", 200),
        ("q=country:bolivia+event:CONSULT+OR+event:REJECT", 200),
        ("q=source:unnamed", 200),
        ("q=actor:kenya&show=statements", 200),
        ("q=about:kenya", 200),
        ("q=date:2024", 200),
        ("country=Кения", 400),
        ("q=acter:ф", 400),
        ("q=%22раз", 400),
        ("q=OR", 400),
        ("q=date:2099ф", 400),
        ("q=event:", 400),
        ("q=event:ВСТР", 400),
        ("q=actor:фффф", 400),
        ("q=outlet:фффф", 400),
        ("q=show:всё", 400),
        ("q=about:kenya+event:CONSULT&show=articles", 400),
        ("q=фыва&event=CONSULT&cursor=x", 400),
    ],
)
def test_what_searches_say(watch: Watch, query: str, status: int) -> None:
    answer = watch.desk.client.get(f"/search?{query}")
    if status == 200 or answer.status_code == 400:
        watch.look(query, iter_words(parse(answer.content.decode())))
    assert watch.unmarked == []
    assert answer.status_code == status


def test_pictures(watch: Watch) -> None:
    for address in (
        *("/graph/meetings.svg", "/actors/norway/timeline.svg", "/actors/paraguay/timeline.svg"),
        "/timeline.svg?actor=kenya&actor=bolivia",
    ):
        answer = watch.desk.client.get(address)
        assert answer.status_code == 200, address
        watch.look(address, lxml.html.fromstring(answer.content).itertext())
    for address in ("/feed.atom", "/comments.atom"):
        answer = watch.desk.client.get(address)
        titles = re.findall(r"<title>([^<]*)</title>", answer.content.decode())
        watch.look(address, titles)
    assert watch.unmarked == []


def test_trouble(watch: Watch) -> None:
    """What is not there, not open, not well formed, too often, and an error of ours."""
    anybody, reader, editor = watch.desk.client, person("Аня", Role.READER), person("Ева", Role.EDITOR)
    for address in (
        *("/nothing", "/articles/none/", f"/events/{'0' * 32}/", "/actors/none/", "/categories/none/"),
        *("/topics/class/none/", "/graph/meetings.pdf", "/timeline.pdf", "/actors/kenya/timeline.pdf"),
        *(
            "/comments/999/",
            "/join/none",
            f"{article(watch)}?version=99",
            f"{article(watch)}?version=x",
            "/search.atom",
        ),
        *("/articles/none/comments/", "/webmention/none"),
    ):
        watch.see(anybody, address, 404)
    for address in (
        "/review/coding/99/",
        "/sources/99/",
        "/add/99/",
        "/searches/99/",
        f"/review/line?article={article(watch).split('/')[2]}&table=events&line=none",
        f"/review/line?article={article(watch).split('/')[2]}&table=none&line=none",
        "/moderation/?shelf=none",
    ):
        watch.see(editor, address, 404)
    for address in (
        "/?cursor=x",
        "/graph/?date=ф",
        "/graph/?who=фффф",
        "/timeline?actor=фффф",
        "/graph/meetings.svg?date=ф",
    ):
        watch.see(anybody, address, 400)
    watch.see(anybody, "/timeline?" + "&".join(f"actor={one}" for one in range(9)), 400)
    watch.see(anybody, "/timeline.svg?actor=фффф", 400)
    watch.see(anybody, "/search.atom?q=acter:ф", 400)
    watch.see(reader, "/moderation/", 403)
    watch.see(anybody, "/notices/read", 403, x="1")
    strict = Client(enforce_csrf_checks=True)
    watch.see(strict, "/login", 403, username="x")
    with override_settings(DRAGOMAN_LIMITS={"login-address": (0, 600)}):
        for _ in range(2):
            answer = anybody.post("/login", {"username": "a@desk.example", "password": "x"})
    assert answer.status_code == 429
    watch.look("too often", iter_words(parse(answer.content.decode())))
    watch.look("error", iter_words(parse(server_error(HttpRequest()).content.decode())))
    assert watch.unmarked == []


def test_the_way_in_and_the_own_account(watch: Watch, tmp_path: pathlib.Path) -> None:
    letters = tmp_path / "letters"
    anybody = Client()
    for address in ("/login", "/join", "/reset"):
        watch.see(anybody, address)
    watch.see(anybody, "/login", username="nobody@desk.example", password=WRONG)
    watch.see(anybody, "/login", username="x", password="")
    Site(open_signup=True).save()
    with override_settings(**mail.settings_of(f"file://{letters}", "desk@desk.example")):
        person("Олд", Role.COMMENTER)
        old = User.objects.get(name="Олд").email
        for address in ("/login", "/join", "/reset"):
            watch.see(anybody, address)
        watch.see(anybody, "/join", email="new@desk.example")
        watch.see(anybody, "/join", email=old)
        watch.see(anybody, "/reset", email=old)
        mail.wait()
    links = look_at_mail(watch, letters)
    joining = next(link for link in links if link.startswith("/join/"))
    watch.see(anybody, joining)
    watch.see(anybody, joining, name="", password=WEAK)
    watch.see(anybody, joining, name="Нов", password=PASSWORD)
    resetting = next(link for link in links if link.startswith("/reset/"))
    watch.see(Client(), resetting)
    watch.see(Client(), "/reset/MQ/none")
    own = person("Олд", Role.COMMENTER)
    for page in ("", "/password", "/factor", "/tokens", "/factor/codes"):
        watch.see(own, f"/account{page}")
    watch.see(own, "/account/name", name="")
    watch.see(own, "/account/name", name="Олд")
    watch.see(own, "/account/password", old_password=WRONG, new_password1="1", new_password2="2")
    watch.see(own, "/account/tokens", name="тт", scopes=["record", "texts"], days="30", password=WRONG)
    watch.see(own, "/account/tokens", name="тт", scopes=["record", "texts"], days="30", password=PASSWORD)
    secret = watch.see(own, "/account/factor").cssselect("code.once")[0].text_content()
    watch.see(own, "/account/factor", code="000000", password=PASSWORD)
    code = pyotp.TOTP(secret).at(int(time.time()))
    # The recovery codes themselves are letters.
    answer = own.post("/account/factor", {"code": code, "password": PASSWORD}).content.decode()
    watch.look("codes", iter_words(parse(re.sub(r'<code class="once">.*?</code>', "", answer))))
    second = Client()
    watch.see(second, "/login", username=old, password=PASSWORD)
    watch.see(second, "/login/code", code="111111")
    watch.see(own, "/account")
    watch.see(own, "/account/factor/off")
    watch.see(own, "/account/factor/off", password=PASSWORD)
    watch.see(own, "/account/sessions/end-all", x="1")
    token = User.objects.get(name="Олд").tokens.first()
    assert token is not None
    watch.see(own, f"/account/tokens/{token.pk}/end", x="1")
    watch.look("scopes", Scope.labels)
    Site.objects.all().delete()
    assert watch.unmarked == []


def look_at_mail(watch: Watch, letters: pathlib.Path) -> list[str]:
    """Look at what was sent; return the paths of the links."""
    links = []
    for file in sorted(letters.glob("*")):
        for part in file.read_bytes().split(b"\n" + b"-" * 79 + b"\n"):
            if part.strip():
                letter: Any = email.message_from_bytes(part, policy=email.policy.default)
                text = letter.get_content()
                watch.look("mail", [str(letter["Subject"]), *text.splitlines()])
                links += re.findall(r"http://testserver(/\S*)", text)
        file.unlink()
    return links


def test_the_page_of_people(watch: Watch, tmp_path: pathlib.Path) -> None:
    admin = person("Анна", Role.ADMIN)
    person("Борис", Role.EDITOR)
    boris = User.objects.get(name="Борис")
    watch.see(admin, "/people")
    watch.see(admin, "/people?q=фффф")
    watch.see(admin, "/people/invite", email="guest@desk.example", role="20")
    watch.see(admin, "/people/invite", email=boris.email, role="20")
    with override_settings(**mail.settings_of(f"file://{tmp_path}/letters", "desk@desk.example")):
        watch.see(admin, "/people")
        watch.see(admin, "/people/invite", email="guest@desk.example", role="20")
        mail.wait()
        look_at_mail(watch, tmp_path / "letters")
    watch.see(admin, f"/people/{boris.pk}", role="30")
    watch.see(admin, f"/people/{boris.pk}", role="x")
    for admin_of in User.objects.filter(role=Role.ADMIN).exclude(name="Анна"):
        admin_of.delete()
    watch.see(admin, f"/people/{User.objects.get(name='Анна').pk}", role="30")
    for what in ("reset", "factor-off", "sessions-end"):
        watch.see(admin, f"/people/{boris.pk}/{what}", x="1")
    watch.see(admin, "/people/settings", private="", open_signup="on", factor_from="40")
    asked = person("Борис", Role.REVIEWER)
    User.objects.filter(pk=boris.pk).update(role=Role.EDITOR)
    watch.see(asked, "/add", 403, kind="paste")
    Site.objects.all().delete()
    watch.see(admin, f"/people/{boris.pk}", active="no")
    watch.see(admin, "/people")
    boris.delete()
    page = parse(admin.get("/people/log").content.decode())
    for row in page.cssselect("tbody td"):
        row.clear()  # what was done has codes for names
    watch.look("/people/log", iter_words(page))
    assert watch.unmarked == []


def test_talk(watch: Watch, tmp_path: pathlib.Path) -> None:  # noqa: PLR0915  (one story)
    """Comments in every state, the moderators' page, notices, and links of other sites."""
    ada, rita, eve = person("Ада", Role.COMMENTER), person("Рита", Role.REVIEWER), person("Ева", Role.EDITOR)
    here = article(watch)
    write = f"{here}comments/write"
    with override_settings(**mail.settings_of(f"file://{tmp_path}/letters", "desk@desk.example")):
        watch.see(watch.desk.client, f"{here}comments/")
        watch.see(ada, write)
        watch.see(ada, write, 400, body="")
        watch.see(ada, write, 400, body="б" * 9000)
        watch.see(ada, write, 400, body="б", quote="нет таких слов")
        watch.see(ada, write, 400, body="б", website="x")
        watch.see(ada, write, 400, body="б", parent="9999")
        watch.see(ada, write, 400, body="б", about="events/none")
        watch.see(ada, "/notices/wish", mail="1")
        watch.see(ada, write, body="*Первый*")
        first = Comment.objects.get(body="*Первый*")
        watch.see(rita, write, body="Второй @ада", about="events/e1", stance="dispute")
        watch.see(rita, f"{write}?about=events/e1")
        second = Comment.objects.get(body="Второй @ада")
        watch.see(ada, f"{write}?parent={second.pk}")
        watch.see(ada, "/moderation/", 403)
        watch.see(eve, "/moderation/")
        for shelf in ("shown", "rejected", "gone"):
            watch.see(eve, f"/moderation/?shelf={shelf}")
        watch.see(eve, "/moderation/verdict", 400, item=f"comment/{first.pk}", verdict="reject")
        watch.see(eve, "/moderation/verdict", 400, item=f"comment/{first.pk}")
        watch.see(eve, "/moderation/verdict", item=f"comment/{first.pk}", verdict="spam")
        watch.see(ada, "/notices/")
        watch.see(ada, here)
        watch.see(ada, f"/comments/{first.pk}/edit", 400)
        for what in ("delete", "appeal", "history"):
            watch.see(ada, f"/comments/{first.pk}/{what}")
        watch.see(ada, f"/comments/{first.pk}/appeal", words="Прошу")
        watch.see(ada, f"/comments/{first.pk}/appeal", 400, words="Прошу")
        watch.see(eve, "/moderation/")
        watch.see(eve, "/moderation/verdict", item=f"comment/{first.pk}", verdict="approve")
        watch.see(ada, f"/comments/{first.pk}/edit", body="Первый, снова")
        watch.see(ada, f"/comments/{first.pk}/history")
        watch.see(eve, "/moderation/verdict", item=f"comment/{first.pk}", verdict="approve")
        watch.see(rita, f"/comments/{first.pk}/flag")
        watch.see(rita, f"/comments/{first.pk}/flag", reason="Потому")
        watch.see(rita, f"/comments/{first.pk}/flag", 400, reason="Потому")
        watch.see(ada, f"/comments/{first.pk}/flag", 400, reason="Потому")
        watch.see(rita, write, body="Ответ", parent=str(first.pk))
        watch.see(eve, "/moderation/")
        watch.see(eve, here)
        watch.see(ada, "/notices/")
        watch.see(watch.desk.client, here)
        watch.see(rita, here)
        mail.wait()
        look_at_mail(watch, tmp_path / "letters")
    kept = first.kept_id
    for number, (kind, type_) in enumerate(
        [("trackback", ""), *(("webmention", one) for one in ("reply", "like", "repost", "bookmark", "mention"))]
    ):
        for state, why in ((State.SHOWN, ""), (State.HELD, "site changed unread")):
            Backlink.objects.create(
                *(),
                kind=kind,
                type=type_,
                kept_id=kept,
                source=f"https://там{number}.example/{state}",
                state=state,
                why=why,
                source_key=f"{kind}{number}{state}"[:32],
                target="x",
                domain=f"там{number}.example",
                title="Тема",
            )
    watch.see(eve, here)
    watch.see(eve, "/moderation/")
    watch.see(watch.desk.client, "/webmention")
    for went in Sent.State.values:
        Sent.objects.create(kept_id=kept, target=f"https://там.example/{went}", target_key=went, state=went)
    watch.see(eve, f"{here}mentions")
    watch.see(eve, f"{here}mentions", 400, link="x")
    for name in ("comments", "trackbacks", "webmentions", "sending"):
        watch.see(eve, f"{here}switches", name=name, on="0")
    watch.see(eve, f"{here}mentions")
    watch.see(ada, write)
    watch.see(ada, write, 400, body="б")
    watch.see(watch.desk.client, here)
    watch.see(eve, f"{here}switches", 400, name="нет", on="0")
    watch.see(eve, "/moderation/switches", name="comments", on="1")
    assert watch.unmarked == []


def test_review(watch: Watch) -> None:
    """Lines of every kind judged, corrected, added, taken back; what lost its words; the article with verdicts."""
    rita = person("Рита", Role.REVIEWER)
    record = watch.desk.record
    watch.see(rita, "/review/")
    watch.see(rita, "/review/?over=1")
    watch.see(rita, "/review/line?q=acter:ф", 400)
    watch.see(rita, "/review/line?q=actor:ффф", 400)
    watch.see(rita, "/review/orphans")
    watch.see(rita, "/review/undo", 400, x="1")
    tried = set()
    for one in record.readings():
        for table in ("actors", "statements", "events", "figures", "forecasts"):
            for line in getattr(one, table)[:1]:
                if table not in tried or table == "events":
                    address = f"/review/line?article={one.article.id}&table={table}&line={line.id}&only=1"
                    watch.see(rita, address)
                    watch.see(rita, f"{address}&new={table}")
                    if table not in tried:
                        watch.see(rita, address, verdict="reject", note="нет")
                        watch.see(rita, address)
                    tried.add(table)
    here = article(watch)
    line = f"/review/line?article={here.split('/')[2]}&table=events&line=e1&only=1"
    wrongs: tuple[dict[str, Any], ...] = (
        {"verdict": "none"},
        {"verdict": "correct", "type": "CONSULT", "trigger": ""},
        {"verdict": "correct", "type": "CONSULT", "trigger": "нет таких слов"},
        {"verdict": "correct", "type": "NONE", "trigger": "б"},
    )
    for wrong in wrongs:
        watch.see(rita, line, 400, **wrong)
    figures = next(one for one in record.readings() if one.figures)
    figure = f"/review/line?article={figures.article.id}&table=figures&line={figures.figures[0].id}&only=1"
    watch.see(rita, figure, 400, verdict="correct", value="много", span="x")
    page = watch.see(rita, line)
    sent: dict[str, Any] = {}
    form: Any = page.get_element_by_id("correction")
    for name, value in form.form_values():
        sent.setdefault(name, []).append(value)
    watch.see(rita, line, **sent | {"type": "THREATEN", "mode": "", "verdict": "correct", "note": "так"})
    watch.see(rita, line)
    watch.see(rita, "/review/undo", x="1")
    watch.see(rita, f"{line}&new=events", **sent | {"verdict": "add"})
    watch.see(rita, here)
    assert tried == {"actors", "statements", "events", "figures", "forecasts"}
    assert watch.unmarked == []


def test_coding(watch: Watch) -> None:
    """An article given to two, coded, compared, adjudicated."""
    eve = person("Ева", Role.EDITOR)
    names = ("Яна", "Юра")
    coders = [person(name, Role.REVIEWER) for name in names]
    one = min(watch.desk.record.readings(), key=lambda one: len(one.events) + len(one.statements) + len(one.actors))
    given = one.article.id
    watch.see(eve, "/review/assign", 400, article="none", coder=[])
    watch.see(eve, "/review/assign", 400, article=given, coder=[])
    people = [User.objects.get(name=name).pk for name in names]
    page = watch.see(eve, "/review/assign", article=given, coder=people)
    watch.see(eve, "/review/assign", 400, article=given, coder=people)
    watch.see(eve, "/review/")
    where = f"/review/coding/{re.search(r'coding/([0-9]+)/', eve.get('/review/').content.decode())[1]}/"  # type: ignore[index]
    assert page is not None
    watch.see(eve, f"{where}close", 400, x="1")
    watch.see(eve, f"{where}adjudicate", 400)
    for number, client in enumerate(coders):
        watch.see(client, where)
        watch.see(client, f"{where}done", 400, x="1")
        watch.see(client, "/review/")
        for table in ("actors", "statements", "events", "figures", "forecasts"):
            for at, line in enumerate(getattr(one, table)):
                address = (
                    f"/review/line?article={given}&table={table}&line={line.id}&only=1&assignment={where.split('/')[3]}"
                )
                watch.see(client, address)
                verdict = "reject" if number and not at else "confirm"
                client.post(address, {"verdict": verdict})
        watch.see(client, f"{where}done", x="1")
    watch.see(eve, where)
    watch.see(eve, f"{where}close", 400, x="1")
    watch.see(eve, f"{where}adjudicate", 400, unit="нет", choice="machine")
    watch.see(eve, f"{where}adjudicate", 400, unit="нет", choice="x")
    page = watch.see(eve, f"{where}adjudicate")
    while page.cssselect("#sides"):
        unit = page.cssselect("[name=unit]")[0].get("value")
        page = watch.see(eve, f"{where}adjudicate", unit=unit, choice="machine")
    watch.see(eve, f"{where}close", x="1")
    watch.see(eve, f"{where}close", 400, x="1")
    watch.see(coders[0], "/review/")
    watch.see(eve, f"/articles/{given}/")
    assert watch.unmarked == []


def test_adding_and_versions(watch: Watch) -> None:
    eve = person("Ева", Role.EDITOR)
    watch.see(eve, "/add")
    wrongs: tuple[dict[str, Any], ...] = (
        {"kind": "none"},
        {"kind": "paste", "text": " "},
        {"kind": "paste", "text": "слово", "published": "ф"},
        {"kind": "file"},
    )
    for wrong in wrongs:
        watch.see(eve, "/add", 400, **wrong)
    large = SimpleUploadedFile("большой.txt", b"x" * (21 * 2**20))
    watch.see(eve, "/add", 400, kind="file", file=large)
    given, other = article(watch).split("/")[2], next(watch.desk.record.readings()).article.id
    outcomes = [
        {"outcome": "added", "article": given, "title": "Тема", "copies": other, "copies_title": None, "orphaned": 1},
        {"outcome": "changed", "article": given, "title": None, "version": 2, "orphaned": 2},
        {"outcome": "known", "article": given, "title": "Тема", "copies": other, "copies_title": "Тема", "orphaned": 0},
        {"outcome": "refused", "title": "Тема", "trouble": "нет"},
    ]
    user = User.objects.get(name="Ева")
    for kind, state, told in (
        *(("address", "waiting", []), ("file", "reading", outcomes[:1]), ("file", "reading", outcomes)),
        *(("paste", "done", outcomes), ("paste", "failed", [])),
    ):
        one = Submission.objects.create(by=user, kind=kind, given="слово", state=state, outcomes=told)
        watch.see(eve, f"/add/{one.pk}/")
    where = eve.post("/add", {"kind": "paste", "text": "Министр сказал, что всё хорошо."}).headers["Location"]
    run_due()
    watch.see(eve, where)
    watch.see(eve, "/add")
    assert watch.unmarked == []


def test_versions_and_filing(watch: Watch) -> None:
    eve = person("Ева", Role.EDITOR)
    first = next(one for one in watch.desk.record.readings() if not one.article.standfirst)
    text = f"{first.article.text}\n\nЕщё слова."
    added = Span(len(first.article.text) + 2, len(text))
    parts = replace(first.article.parts, paragraphs=(*first.article.parts.paragraphs, added))
    later = replace(first.article, text=text, parts=parts, byline="Оля", title="Иначе", category="Новое")
    list(watch.desk.record.add([replace(first, article=later)]))
    here = watch.desk.article("Иначе")
    watch.see(eve, f"{here}compare")
    watch.see(eve, f"{here}?version=1")
    watch.see(eve, f"{here}file", facet="issue", value="diplomatic")
    watch.see(eve, f"{here}file", facet="region", value="")
    watch.see(eve, f"{here}file", 400, facet="issue", value="нет")
    watch.see(eve, f"{here}file", 400, facet="нет", value="нет")
    watch.see(eve, here)
    assert watch.unmarked == []


def test_saved_searches(watch: Watch, tmp_path: pathlib.Path) -> None:
    ada = person("Ада", Role.COMMENTER)
    watch.see(ada, "/searches/")
    wish: dict[str, Any] = {"name": "Ходы", "query": "country:kenya event:CONSULT", "digest": "daily", "webhook": ""}
    for wrong in ({"name": ""}, {"query": "acter:ф"}, {"query": ""}, {"digest": "hourly"}, {"webhook": "ftp://ф/"}):
        watch.see(ada, "/searches/", 400, **wish | wrong)
    watch.see(ada, "/searches/", **wish)
    watch.see(ada, "/searches/", 400, **wish)
    it = SavedSearch.objects.get(name="Ходы")
    watch.see(ada, f"/searches/{it.pk}/")
    watch.see(ada, f"/search?q={it.query}")
    SavedSearch.objects.update(seen=0, mailed="2020-01-01T00:00:00Z")
    searches.look(watch.desk.record)
    Job.objects.exclude(name=searches.MAIL).delete()
    options = mail.settings_of(f"file://{tmp_path}/letters", "desk@desk.example")
    with override_settings(**options):
        run_due()
        mail.wait()
        assert look_at_mail(watch, tmp_path / "letters")
    assert watch.unmarked == []


def test_sources(watch: Watch) -> None:
    eve = person("Ева", Role.EDITOR)
    watch.see(eve, "/sources/")
    watch.see(eve, "/sources/add", 400, url="https://x.example/", minutes="1")
    old, new = dt.datetime(2020, 1, 1, tzinfo=dt.UTC), timezone.now()
    changes: tuple[dict[str, Any], ...] = (
        *({}, {"paused": True}, {"failures": 1, "trouble": "нет"}, {"failures": 3, "trouble": "нет"}),
        *({"succeeded": old, "added": old}, {"succeeded": old, "changed": old}, {"succeeded": old, "changed": new}),
        {"minutes": 1, "whole": False},
    )
    for number, change in enumerate(changes):
        source = Source.objects.create(url=f"https://x{number}.example/", title=f"Порт {number}", **change)
        for outcome in Item.Outcome.values:
            Item.objects.create(source=source, key=outcome, outcome=outcome, title="Тема", trouble="")
        watch.see(eve, f"/sources/{source.pk}/")
    watch.see(eve, "/sources/")
    watch.see(eve, f"/sources/{source.pk}/change", 404, action="burn")
    assert watch.unmarked == []
