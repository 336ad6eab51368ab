"""Mail in HTML as plain lines.

Mail has no navigation around its text, and tables lay it out: what finds the article in a web page would lose parts of
it.
"""

import re
from typing import Any

from kg.read.tidy import fold, tidy

_REPLY = re.compile(
    r"<(?:div|blockquote|span|hr|a)\b[^<>]{0,300}"
    r"(?:gmail_quote|divRplyFwdMsg|appendonsend|moz-cite-prefix|yahoo_quoted|type=[\"']?cite)",
    re.IGNORECASE,
)
_SPACES = re.compile(r"\s+")
_NO_CHARACTER = re.compile("[\ufffe\uffff]")
"""What a tree refuses, besides the control characters that `tidy` takes out."""
_UNSEEN = {"script", "style", "head", "title"}
_HIDDEN = re.compile(r"display\s*:\s*none", re.IGNORECASE)
_BLOCKS = {"p", "div", "table", "tr", "td", "th", "ul", "ol", "li", "blockquote", "hr", "h1", "h2", "h3", "h4", "pre"}


def without_reply(html: str) -> str:
    """Return *html* up to the message that it answers."""
    reply = _REPLY.search(html)
    return html[: reply.start()] if reply else html


def to_lines(html: str) -> str:
    """Return the text that *html* shows: a block stands between empty lines, and ``br`` ends a line."""
    from trafilatura import load_html  # half a second to import: only where a message is in HTML

    tree: Any = load_html(html)
    if tree is None:
        return ""
    for element in list(tree.iter()):
        tail = _one_space(element.tail)
        if element.tag in _UNSEEN or _HIDDEN.search(element.get("style") or ""):
            element.clear()
        element.text = _one_space(element.text)
        if element.tag == "br":
            tail = "\n" + tail
        elif element.tag in _BLOCKS:
            element.text, tail = "\n\n" + element.text, "\n\n" + tail
        element.tail = tail
    return "\n".join(fold(line) for line in "".join(tree.itertext()).split("\n"))


def _one_space(text: str | None) -> str:
    return _SPACES.sub(" ", _NO_CHARACTER.sub("", tidy(text or "")))
