"""Text that was encoded twice ("Clintonâ€™s") is put right by ftfy, with everything else of its work switched off."""

import re

import ftfy

__all__ = ["repair"]

# ftfy's own test costs 1 ms per kilobyte; these pairs are in every text that was encoded twice.
_SUSPECT = re.compile("[ÂÃâÐÑ][\x80-\xbf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]")
_OPTIONS = ftfy.TextFixerConfig(
    unescape_html=False,
    remove_terminal_escapes=False,
    fix_latin_ligatures=False,
    fix_character_width=False,
    uncurl_quotes=False,
    fix_line_breaks=False,
    remove_control_chars=False,
    normalization=None,
    explain=False,
)


def repair(text: str) -> str:
    """Undo double encoding, line by line, so that one damaged quotation does not decide for the whole text."""
    if not _SUSPECT.search(text):
        return text
    return "\n".join(ftfy.fix_text(line, _OPTIONS) if _SUSPECT.search(line) else line for line in text.split("\n"))
