"""Links to other stories behind a name, which lost their lines in some archives: "Ana Ruiz Ana Maria RuizTwo headlines MORE"."""

import re

__all__ = ["without_links"]

# The surname told, the full name, whose surname runs into the first headline, and the headlines.
_LINKS = re.compile(
    r"\b(?P<last>(?:Mc|Mac|De|La|Le|O['’])?[A-Z][a-z]+)(?P<links> (?:[A-Z(][\w.()]* ){1,6}(?P=last)"
    r"(?=[A-Z0-9]|['‘][A-Z])[^\n]{0,600}?MORE\b)"
)


def without_links(text: str) -> str:
    """Return a text of the same length with blanks for such links and the full name before them; the name as told stays."""
    return _LINKS.sub(lambda found: found["last"] + " " * len(found["links"]), text) if "MORE" in text else text
