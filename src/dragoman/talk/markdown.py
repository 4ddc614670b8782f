"""What people write, as safe HTML: a part of Markdown, without HTML, pictures and headings."""

import functools
import re

import nh3
from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

__all__ = ["count_links", "render"]

_TAGS = {"p", "br", "em", "strong", "a", "ul", "ol", "li", "blockquote", "code", "pre", "hr"}
_ATTRIBUTES = {"a": {"href", "title"}, "ol": {"start"}}
_NESTING = 12  # of lists and quotations; what is deeper is text
# An address in running text: without the punctuation that ends a sentence.
_ADDRESS = re.compile(r"https?://[^\s<>\"'`]*[^\s<>\"'`.,;:!?)\]}]")


@functools.lru_cache(maxsize=2000)
def render(body: str) -> str:
    """Return Markdown as HTML that can be put into a page; links say that we do not vouch for them."""
    # The parser makes no HTML of HTML; the cleaner does not rely on it.
    return nh3.clean(
        _parser().render(body),
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        url_schemes={"http", "https", "mailto"},
        link_rel="nofollow ugc noopener noreferrer",
    )


def count_links(body: str) -> int:
    """Count the links in what somebody wrote."""
    return render(body).count("<a ")


@functools.cache
def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False, "breaks": True, "maxNesting": _NESTING})
    parser.disable(["html_block", "html_inline", "image", "heading", "lheading", "reference"])
    parser.core.ruler.push("addresses", _link_addresses)
    return parser


def _link_addresses(state: StateCore) -> None:
    """Make links of addresses that stand in the text."""
    for block in state.tokens:
        if block.type == "inline" and block.children:
            made: list[Token] = []
            inside = 0
            for token in block.children:
                inside += (token.type == "link_open") - (token.type == "link_close")
                made += [token] if token.type != "text" or inside else _cut(token.content)
            block.children = made


def _cut(text: str) -> list[Token]:
    tokens, at = [], 0
    for found in _ADDRESS.finditer(text):
        tokens.append(Token("text", "", 0, content=text[at : found.start()]))
        tokens.append(Token("link_open", "a", 1, attrs={"href": found[0]}))
        tokens.append(Token("text", "", 0, content=found[0]))
        tokens.append(Token("link_close", "a", -1))
        at = found.end()
    return [*tokens, Token("text", "", 0, content=text[at:])]
