"""Bytes to text: compression, kind, and encoding."""

import codecs
import re
import zlib

import charset_normalizer

from dragoman.errors import NotAnArticle
from dragoman.page.limits import Limits

__all__ = ["clean_characters", "decode", "name_binary", "unpack"]

# First bytes of what people hand over by mistake, and what to call it.
_SIGNATURES = (
    (b"%PDF-", "a PDF document"),
    (b"\x89PNG", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"PK\x03\x04", "a ZIP archive or an office document"),
    (b"\xd0\xcf\x11\xe0", "an old office document"),
    (b"{\\rtf", "a rich text (RTF) document"),
    (b"\x7fELF", "a program"),
    (b"MZ\x90", "a program"),
    (b"RIFF", "a sound, film or WebP file"),
    (b"OggS", "a sound file"),
    (b"ID3", "a sound file"),
    (b"BZh", "a bzip2 archive"),
    (b"\xfd7zXZ", "an xz archive"),
    (b"7z\xbc\xaf", "a 7-Zip archive"),
    (b"\x28\xb5\x2f\xfd", "a Zstandard archive"),
    (b"SQLite format 3", "a SQLite database"),
    (b"PAR1", "a Parquet table"),
)
# Long marks first: the mark of UTF-32 begins with that of UTF-16.
_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_DECLARED = re.compile(
    rb"""<(?:meta|\?xml)[^>]{0,200}?(?:charset|encoding)\s*=\s*["']?\s*([A-Za-z0-9_.:-]{2,40})""", re.IGNORECASE
)
# Browsers read these names as the Windows page that contains them (WHATWG Encoding Standard).
_WIDER = {"iso-8859-1": "cp1252", "latin-1": "cp1252", "ascii": "cp1252", "us-ascii": "cp1252", "iso-8859-9": "cp1254"}
# C0 and C1 controls other than tab and line ends, byte order marks, soft hyphens, zero-width spaces, and the marks of
# writing direction: none is ever part of a word. Joiners (U+200C, U+200D) stay: Persian and emoji need them.
_INVISIBLE = re.compile(
    "[\x00-\x08\x0b\x0e-\x1f\x7f-\x84\x86-\x9f\xad\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]"
)
_LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_SAMPLE = 65_536


def unpack(data: bytes, limits: Limits) -> bytes:
    """Undo gzip compression, at most twice; raise NotAnArticle where more comes out than the limit, or it is broken."""
    for _ in range(2):
        if data[:2] != b"\x1f\x8b":
            break
        data = _inflate(data, limits.document)
    if len(data) > limits.document:
        raise NotAnArticle(f"is larger than {limits.document >> 20} MB")
    return data


def _inflate(data: bytes, limit: int) -> bytes:
    engine = zlib.decompressobj(wbits=31)
    try:
        out = engine.decompress(data, limit + 1)
    except zlib.error as trouble:
        raise NotAnArticle("is a damaged gzip file") from trouble
    if len(out) > limit:
        raise NotAnArticle(f"unpacks to more than {limit >> 20} MB")
    return out


def name_binary(data: bytes) -> str | None:
    """Name the kind of a file that is no text, by its first bytes; None for text."""
    for signature, name in _SIGNATURES:
        if data.startswith(signature):
            return name
    if data[4:8] == b"ftyp":
        return "a film or an image"
    sample = data[:_SAMPLE]
    if data.startswith(tuple(mark for mark, _ in _BYTE_ORDER_MARKS)) or _guess_wide(sample):
        return None
    # Text of any single-byte or UTF-8 encoding has hardly any controls; a file of NULs has nothing else.
    controls = sum(sample.count(bytes([code])) for code in (*range(9), *range(14, 27), *range(28, 32)))
    return "binary data" if controls * 50 > len(sample) else None


def decode(data: bytes, declared: str | None = None) -> str:
    """Turn bytes into text whatever their encoding; never raises.

    1. a byte order mark; 2. UTF-16 by its NULs; 3. UTF-8, where the bytes are valid UTF-8 (other encodings hardly ever
    are by chance, and pages that declare another are common); 4. what the page or the server declares; 5. a guess.
    """
    for mark, name in _BYTE_ORDER_MARKS:  # 1
        if data.startswith(mark):
            return data[len(mark) :].decode(name, "replace")
    if wide := _guess_wide(data[:_SAMPLE]):  # 2
        return data.decode(wide, "replace")
    if (text := _decode_utf8(data)) is not None:  # 3
        return text
    found = _DECLARED.search(data[:_SAMPLE])
    for told in (found.group(1).decode("ascii") if found else None, declared):  # 4
        if (found_text := _decode_as(data, told)) is not None:
            return found_text
    best = charset_normalizer.from_bytes(data[:_SAMPLE]).best()  # 5
    return data.decode(best.encoding if best else "cp1252", "replace")


def _decode_utf8(data: bytes) -> str | None:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        text = data.decode("utf-8", "replace")
    # A few bad bytes in a page that is otherwise UTF-8: cut off within a character, or joined from two sources.
    bad = text.count("\ufffd")
    good = sum(1 for char in text[:_SAMPLE] if ord(char) > 127 and char != "\ufffd")
    cut_off = bad == 1 and text.endswith("\ufffd")
    return text if good > 10 * bad or cut_off else None


def _decode_as(data: bytes, name: str | None) -> str | None:
    if not name or name.lower().replace("_", "-") in {"utf-8", "utf8"}:
        return None
    try:
        return data.decode(_WIDER.get(name.lower().replace("_", "-"), name))
    except (LookupError, UnicodeError, ValueError):
        return None


def _guess_wide(sample: bytes) -> str | None:
    """Tell UTF-16 without a byte order mark: mostly Western text has a NUL in every second byte."""
    if len(sample) < 8:
        return None
    even, odd = sample[::2].count(0) / len(sample) * 2, sample[1::2].count(0) / len(sample) * 2
    if odd > 0.7 and even < 0.1:
        return "utf-16-le"
    return "utf-16-be" if even > 0.7 and odd < 0.1 else None


def clean_characters(text: str) -> str:
    """Drop invisible characters, and give every line the same end."""
    text = _INVISIBLE.sub("", _LINE_ENDS.sub("\n", text))
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:  # a lone surrogate
        return text.encode("utf-8", "replace").decode("utf-8")
    return text
