"""Links inside an article's lines: behind a name, "Ana Ruiz Ana Maria RuizTwo headlines MORE", or in brackets."""

import re

__all__ = ["without_links"]

# The surname told, the full name, whose surname runs into the first headline, and the headlines.
_LINKS = re.compile(
    r"\b(?P<last>(?:Mc|Mac|De|La|Le|O['’])?[A-Z][a-z]+)(?P<links> (?:[A-Z(][\w.()]* ){1,6}(?P=last)"
    r"(?=[A-Z0-9]|['‘][A-Z])[^\n]{0,600}?MORE\b)"
)
# "(PHOTOS: Leaders at sea)", "( Also on PAPER: Ten questions)", "CLICK HERE TO GET THE PAPER'S APP"
_POINTERS = re.compile(
    r"\( ?(?:(?:PHOTOS?|VIDEOS?|WATCH|RELATED|SEE ALSO|READ(?: MORE)?)|Also on [A-Z]{2}[\w’' ]*): [^()\n]{3,160}\)"
    r"|\bCLICK (?:HERE )?(?:TO|FOR) (?:[A-Z'’]+ ){1,6}(?:APP|NEWSLETTER|COVERAGE)(?![A-Z]{2})"
)


def without_links(text: str) -> str:
    """Return a text of the same length with blanks for such links and the full name before them; the name as told stays."""
    text = _POINTERS.sub(lambda found: " " * len(found[0]), text)
    return _LINKS.sub(lambda found: found["last"] + " " * len(found["links"]), text) if "MORE" in text else text
