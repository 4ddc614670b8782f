"""Credits that stand in an article's text: whose a picture is, and who helped to report."""

import re

__all__ = ["without_credits"]

_AGENCY = (
    r"(?:AP|Associated Press|Reuters|REUTERS|AFP|Agence France-Presse|EFE|UPI|Getty(?: Images)?"
    r"|Anadolu(?: Agency)?|Xinhua|TASS|Shutterstock|Corbis|Zuma Press|ZUMA|AAP|Sputnik|iStock|Rex Features|Redux|Alamy"
    r"|(?:EPA|NPR|Bloomberg)(?! (?:Philanthropies|Politics|News|Government|[a-z])))"
)
# Nothing is given back of a word once it is read, or a run of hyphens and capitals would be tried in every way.
_WORD = r"(?:(?:[A-Z]\.)++|[A-Z][\w'’-]++)"
_SMALL = r"(?:(?:[A-Z]\.)++|al|de|van|von|bin)"
_BEGIN = r"(?<![\w.'’-])(?!U\.S\.|U\.K\.|U\.N\.|D\.C\.)"
# Two words, with initials between; more of them only where nothing of the text can stand before.
_NAME = (
    rf"(?:(?:(?<=\()|(?<=\n)|(?<=[.!?”\"] )|(?<=caption )|(?<=: )|(?<=[Bb]y )){_BEGIN}(?:{_WORD} ){{1,3}}{_WORD}"
    rf"|{_BEGIN}{_WORD} (?:{_SMALL} )*+{_WORD})"
)
_POLL = r"(?![\w-]| ?/ ?[a-z]| (?:\w+ ){0,3}(?i:polls?|surveys?)\b)"
_NAMES = r"(?:(?:(?:[A-Z]\.)++|[A-Z][\w'’-]*+)[,;]? ?(?:(?:and|in|at|of|by|for|from|with|editing|writing) )?)++"
_END = r"(?=[.)\n]|\Z)"
_CREDITS = re.compile(
    # "Ana Ruiz/AP", "(Photo: ANA RUIZ, AFP/Getty Images)", "Ana Ruiz/AFP via Getty Images"
    rf"\(?(?:(?:Photo|Image|Picture)(?:graph)?(?: by|:|/) ?)?{_NAME} ?(?:/|, (?={_AGENCY} ?/)) ?{_AGENCY}"
    rf"(?:(?: ?/ ?| via ){_AGENCY})*{_POLL}(?:, (?:File|Pool))?\)?"
    # "AP Photo/Ana Ruiz", "REUTERS/Ana Ruiz", "AFP/Getty Images"
    rf"|\(?\b(?:AP Photos?|AFP (?:PHOTO|Photo)|REUTERS)(?: ?/ ?(?:The )?{_NAME}{_POLL}|\b(?! ?/))(?:, (?:File|Pool))?\)?"
    rf"|\(?\b{_AGENCY}(?: ?/ ?| via )Getty Images\b\)?"
    # "Ana Ruiz and Eva Berg contributed to this report."
    r"|\(?(?:(?<=[.!?”\"’)(] )|(?<=[\n(])|\A)(?!\w* ?[\w ]*\b(?:has|have|had) contributed)"
    r"[A-Z](?:[^.?!\n]|(?<=[\s.][A-Z])\.){0,300}?"
    rf"\bcontributed (?:reporting|to this (?:report|story|article|post|piece))\b(?: (?:from|in) {_NAMES})?{_END}\.?"
    # "Contributing: Ana Ruiz", "Reporting by Ana Ruiz; Editing by Eva Berg"
    r"|\bContributing: [A-Z][^\n.]{0,120}"
    rf"|\(?\b(?:(?:Additional |Writing and )?[Rr]eporting|Writing|Editing) [Bb]y {_NAMES}{_END}\)?"
)


def without_credits(text: str) -> str:
    """Return a text of the same length with blanks for credits."""
    return _CREDITS.sub(lambda found: " " * len(found[0]), text)
