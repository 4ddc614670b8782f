"""Credits that stand in an article's text: whose a picture is, and who helped to report."""

import re

__all__ = ["without_credits"]

_AGENCY = (
    r"(?:AP|Associated Press|Reuters|REUTERS|AFP|Agence France-Presse|EPA|EFE|UPI|NPR|Getty(?: Images)?|Bloomberg"
    r"|Anadolu(?: Agency)?|Xinhua|TASS|Shutterstock|Corbis|Zuma Press|ZUMA|AAP|Sputnik|iStock|Rex Features|Redux|Alamy)"
)
_WORD = r"(?:(?:[A-Z]\.)+|[A-Z][\w'’-]+)"
_NAME = rf"(?:(?:{_WORD}|al|de|van|von|bin)[ -]){{1,3}}{_WORD}"
_POLL = r"(?![\w-]| (?:\w+ )?(?:poll|survey|news|News))"
_CREDITS = re.compile(
    # "Ana Ruiz/AP", "(Photo: ANA RUIZ, AFP/Getty Images)", "Ana Ruiz/AFP via Getty Images"
    rf"\(?(?:(?:Photo|Image|Picture)(?:graph)?(?: by|:|/) ?)?{_NAME} ?(?:/|, (?={_AGENCY} ?/)) ?{_AGENCY}"
    rf"(?:(?: ?/ ?| via ){_AGENCY})*{_POLL}\)?"
    # "AP Photo/Ana Ruiz", "AFP/Getty Images"
    rf"|\bAP Photo(?: ?/ ?(?:The )?{_NAME})?\b"
    rf"|\b{_AGENCY}(?: ?/ ?| via )Getty Images\b"
    # "Ana Ruiz and Eva Berg contributed to this report."
    r"|(?:(?<=[.!?”\"’)] )|(?<=\n)|\A)[A-Z](?:[^.\n]|(?<=[\s.][A-Z])\.){0,300}?"
    r"\bcontributed (?:reporting\b|to this (?:report|story|article|post|piece)\b)[^.\n]{0,80}\.?"
    # "Contributing: Ana Ruiz", "Reporting by Ana Ruiz; Editing by Eva Berg"
    r"|\bContributing: [A-Z][^\n.]{0,120}"
    r"|\((?:Additional |Writing and )?[Rr]eporting by [A-Z][^)\n]{0,200}\)"
    r"|(?:\b(?:Additional |Writing and )?Reporting|\bWriting|\bEditing) by [A-Z][^\n.;]{0,120}"
    r"(?:; [^\n.;]{0,120}){0,3}(?=$|\n|\.)"
)


def without_credits(text: str) -> str:
    """Return a text of the same length with blanks for credits."""
    return _CREDITS.sub(lambda found: " " * len(found[0]), text)
