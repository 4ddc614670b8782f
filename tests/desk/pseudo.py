"""A language that no one speaks, and a Record in another: what stands on a page in Latin letters was not translated.

Every message of the site's own list, and of Django's, is "translated" by writing its letters in Greek; the values in it stay as they
are. The Record's own words are written in Cyrillic, one letter for one, so that every place in a text stays where it is.
"""

import functools
import importlib.util
import io
import pathlib
import re
from typing import Any

import django
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from dragoman.model import Reading
from dragoman.model.wire import from_dict, to_dict

__all__ = ["LANGUAGE", "foreign", "gather_messages", "make_language", "say"]

LANGUAGE = "xx"
_ROOT = pathlib.Path(__file__).parents[2]
_LATIN = "abcdefghijklmnopqrstuvwxyz"
_GREEK = "αβγδεζηθικλμνξοπρστυφχψωϝϟ"
_CYRILLIC = "абвгдежзиклмнопрстуфхцчшщъ"  # without letters that are two characters in NFKD
_TO_GREEK = str.maketrans(_LATIN + _LATIN.upper(), _GREEK + _GREEK.upper())
_TO_CYRILLIC = str.maketrans(_LATIN + _LATIN.upper(), _CYRILLIC + _CYRILLIC.upper())
_KEPT = re.compile(r"%\(\w+\)[a-z]|%[a-z%]|<[^<>]*>|&\w+;|\{\w*\}")  # values, tags, characters by name


def say(message: str) -> str:
    """Translate a message."""
    written, at = [], 0
    for found in _KEPT.finditer(message):
        written += [message[at : found.start()].translate(_TO_GREEK), found[0]]
        at = found.end()
    return "".join([*written, message[at:].translate(_TO_GREEK)])


def gather_messages() -> Any:
    """Return the script that lists the site's messages."""
    spec = importlib.util.spec_from_file_location("messages", _ROOT / "scripts" / "messages.py")
    assert spec is not None
    assert spec.loader is not None
    messages = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(messages)
    return messages


def make_language(folder: pathlib.Path) -> None:
    """Write the catalogue of the language into a folder that LOCALE_PATHS may name."""
    made = Catalog(charset="utf-8")
    own = pathlib.Path(django.__file__).parent
    known = [own / part / "locale/en/LC_MESSAGES/django.po" for part in ("conf", "contrib/auth")]
    lists = [gather_messages().gather(), *(read_po(io.BytesIO(path.read_bytes())) for path in known)]
    for message in (message for one in lists for message in one if message.id):
        several = not isinstance(message.id, str)
        words = tuple(map(say, message.id)) if several else say(str(message.id))
        made.add(message.id, words, context=message.context)
    target = folder / LANGUAGE / "LC_MESSAGES" / "django.mo"
    target.parent.mkdir(parents=True)
    with target.open("wb") as file:
        write_mo(file, made)


@functools.cache
def _write(text: str) -> str:
    return text.translate(_TO_CYRILLIC)


def foreign(reading: Reading) -> Reading:
    """Write what a Reading has from its article in Cyrillic; its codes, dates, addresses and places in the text stay."""
    plain = to_dict(reading)
    article = plain["article"]
    for name in ("text", "title", "standfirst", "byline", "publisher", "category"):
        article[name] = article[name] and _write(article[name])
    for actor in plain["actors"]:
        actor["name"] = _write(actor["name"])
        for office in actor["offices"]:
            ids = {one["id"] for one in plain["actors"]}
            office["title"] = _write(office["title"])
            office["of"] = office["of"] if office["of"] in ids else office["of"] and _write(office["of"])
    for event in plain["events"]:
        if event["place"]:
            event["place"]["name"] = _write(event["place"]["name"])
    for figure in plain["figures"]:
        figure["unit"] = figure["unit"] and _write(figure["unit"])
    return from_dict(plain)
