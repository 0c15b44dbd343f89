"""The markup of a statement → a safe subset of HTML, and plain text. Pure. The input may be hostile."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import nh3
from bs4 import BeautifulSoup
from bs4.exceptions import ParserRejectedMarkup

from tracker.errors import ErrorKind, ParseError, excerpt
from tracker.sources.markup.tables import Rows, fold, lines
from tracker.sources.markup.text import normalized, without_unseen

if TYPE_CHECKING:
    from bs4.element import Tag

#: Tags that stay: paragraphs, lists, tables and emphasis. The only attribute that stays is the address of a link.
_KEPT = frozenset(
    {"p", "br", "ul", "ol", "li", "blockquote", "table", "thead", "tbody", "tr", "th", "td"}
    | {"b", "strong", "i", "em", "sup", "sub", "a"}
)
_UNREAD = frozenset({"script", "style", "title", "template"})
#: Other blocks become paragraphs. Otherwise the words before and after them would run together.
_BLOCKS = frozenset(
    {"h1", "h2", "h3", "h4", "h5", "h6", "div", "section", "article", "center", "address", "pre", "dt", "dd"}
    | {"caption", "header", "footer", "form", "option", "hr"}
)
_CLEANER = nh3.Cleaner(
    tags=set(_KEPT),
    attributes={"*": set(), "a": {"href"}},  # "*": by default nh3 keeps `title` and `lang`
    url_schemes={"http", "https", "mailto"},
    url_relative="deny",  # a relative address would lead to our own pages
    link_rel="nofollow noopener noreferrer",
    strip_comments=True,
)

_REMEMBERED = 8192  # characters; nearly all texts are shorter, and a hostile list shall not fill the memory
_MOST_TAGS = 10_000
_DEEPEST = 100  # nested tags; the markup of word processors is about ten deep


def read(markup: str) -> tuple[str, str]:
    """The safe markup, and the plain text: one line per paragraph, entities decoded, blanks folded, NFC.

    Raises ParseError(shape) for markup that is not HTML, has too many or too deeply nested tags, or too many
    combining marks on one letter.
    """
    return _read_before(markup) if len(markup) <= _REMEMBERED else _read(markup)


def _read(markup: str) -> tuple[str, str]:
    if (tags := markup.count("<")) > _MOST_TAGS:
        raise ParseError(ErrorKind.SHAPE, f"expected a statement of at most {_MOST_TAGS} tags, got {tags}")
    try:
        soup = BeautifulSoup(f"<body>{without_unseen(markup)}", "lxml")
    except ParserRejectedMarkup as error:
        raise ParseError(ErrorKind.SHAPE, f"the text of a statement is not HTML: {excerpt(str(error), 80)}") from error
    _simplify(soup)
    # again, because entities can hide such characters in the markup
    shown = (fold(without_unseen(line.text)) for line in lines(soup, Rows.NONE))
    text = normalized("NFC", "\n".join(filter(None, shown)))
    return normalized("NFC", without_unseen(_CLEANER.clean(soup.decode()))).strip(), text


_read_before = lru_cache(maxsize=1024)(_read)  # of a list that changed, nearly all texts are those of the last read


def _simplify(soup: BeautifulSoup) -> None:
    """Keep only tags that every parser reads alike: differences between parsers let hostile markup pass."""
    depth = {id(soup): 0}
    unread: list[Tag] = []
    for tag in soup.find_all(True):
        depth[id(tag)] = depth[id(tag.parent)] + 1
        if depth[id(tag)] > _DEEPEST:
            raise ParseError(ErrorKind.SHAPE, f"expected a statement, got tags nested more than {_DEEPEST} deep")
        if tag.name in _UNREAD:
            unread.append(tag)
        elif tag.name in _BLOCKS:
            tag.name = "p"
        elif tag.name not in _KEPT:
            tag.name = "span"
    for tag in unread:
        tag.extract()
