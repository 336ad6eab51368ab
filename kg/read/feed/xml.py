"""Makes a feed's XML safe and well-formed: without DTD or entities, and only with the elements that are read.

Feeds come broken, and from strangers. libxml2 mends them here within its own limits of depth and size, so that
feedparser behind it sees neither what could be expanded or fetched nor what could keep it busy.
"""

import codecs
import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from kg.errors import ReadError
from kg.read.decode import decode
from kg.read.markup import refuse_huge_tags

MOST_ENTRIES = 10_000
"""Entries of one feed that are read."""
MOST_TAGS = 1_000_000
"""Each takes some 200 bytes of memory."""
LONGEST_FIELD = 2000
"""Characters of a title, link, name or date that are kept."""
LONGEST_DATE = 300
"""Characters of a date or a name: patterns over them may take time that grows with the square."""
_FIELDS = frozenset(
    "title link guid id pubdate published issued created date updated modified author creator source".split()
)
_TEXTS = frozenset("description summary encoded content body div fullitem abstract".split())
_NEVER_INSIDE = (_FIELDS | _TEXTS) - {"body", "div"}
_INNER = {"author": "name", "source": "title"}
"""What is kept of fields that have parts."""
_HEAD = frozenset(("title", "link"))
_ENTRIES = frozenset(("item", "entry"))
_BASE = "{http://www.w3.org/XML/1998/namespace}base"
_PREFIXES = {
    "content": "http://purl.org/rss/1.0/modules/content/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "dcterms": "http://purl.org/dc/terms/",
    "atom": "http://www.w3.org/2005/Atom",
    "xhtml": "http://www.w3.org/1999/xhtml",
}
_SPACES = frozenset(_PREFIXES.values())
_DECLARED = re.compile(rb"\s*<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([\w.:-]{2,40})[\"']")
_PROLOG = re.compile(
    r"\s+|<\?.*?\?>|<!--.*?-->|<!DOCTYPE[^>\[]*(?:\[.*?\]\s*)?>",
    re.IGNORECASE | re.DOTALL,
)
_REFERENCE = re.compile(r"&(?:(#x?[0-9A-Fa-f]{1,8}|\w{1,40});)?")
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_KEPT_REFERENCES = frozenset(("lt", "gt", "amp", "quot", "apos"))
_OPENING = re.compile(r"<(?:\w+:)?(?:item|entry)[\s>]")
_CLOSING = re.compile(r"</(?:\w+:)?(?:item|entry)\s*>")


@dataclass(frozen=True, slots=True)
class CleanFeed:
    """A feed that any XML parser takes."""

    xml: bytes
    """In UTF-8."""
    entries: int
    """How many entries it holds."""
    is_cut: bool
    """Whether the feed breaks off within its last entry."""
    is_long: bool
    """Whether entries after `MOST_ENTRIES` were left out."""


def clean_feed(data: bytes) -> CleanFeed:
    """Return the feed in *data*; ReadError, its message a clause without a subject, where there is none."""
    text = _mend_characters(_without_prolog(_decode(data)))
    if text.count("<") > MOST_TAGS:
        raise ReadError(f"is a feed of more than {MOST_TAGS:,} tags: split it")
    refuse_huge_tags(text)
    root = _to_tree(text)
    if root is None or _name(root) not in ("rss", "rdf", "feed"):
        raise ReadError("is no RSS or Atom feed")
    return _rebuild(root, _is_cut(text))


def _decode(data: bytes) -> str:
    """Like `decode`, but XML may declare its encoding; one that is not kept is overruled."""
    declared = _DECLARED.match(data)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        name = declared[1].decode("ascii") if declared else ""
    try:
        kind = codecs.lookup(name).name
    except LookupError:
        return decode(data)
    # Latin-1 means Windows-1252 on the web; other multi-byte and special codecs are left to `decode` to refuse
    if kind.startswith(("iso8859", "cp125")) and kind != "iso8859-1":
        return data.decode(kind, errors="replace")
    return decode(data)


def _without_prolog(text: str) -> str:
    """Drop what stands before the root element: the declaration, comments, the DTD."""
    begin = 0
    while match := _PROLOG.match(text, begin):
        begin = match.end()
    return text[begin:]


def _mend_characters(text: str) -> str:
    """Replace HTML's named characters, which XML does not know, and lone ampersands; drop what XML forbids."""
    return _NOT_XML.sub("", _REFERENCE.sub(_mend_reference, text))


def _mend_reference(match: re.Match[str]) -> str:
    name = match[1]
    if name is None:
        return "&amp;"
    if name in _KEPT_REFERENCES:
        return match[0]
    found = html.unescape(match[0])
    if found == match[0]:
        return "&amp;" + match[0][1:]
    return found.translate({ord("&"): "&amp;", ord("<"): "&lt;", ord(">"): "&gt;"})


def _to_tree(text: str) -> Any:  # noqa: ANN401 - lxml has no types
    from lxml import etree

    parser = etree.XMLParser(
        recover=True, resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False,
        remove_comments=True, remove_pis=True,
    )  # fmt: skip
    try:
        return etree.fromstring(text.encode(), parser)
    except etree.XMLSyntaxError as error:
        raise ReadError(f"is XML that cannot be parsed: {error.msg}") from None


def _is_cut(text: str) -> bool:
    last = None
    for last in _OPENING.finditer(text):  # noqa: B007 - only the last one counts
        pass
    return last is not None and not _CLOSING.search(text, last.end())


def _name(element: Any) -> str:  # noqa: ANN401 - lxml has no types
    """Return an element's name without its namespace, in lower case."""
    return str(element.tag).rpartition("}")[2].rpartition(":")[2].lower()


def _rebuild(root: Any, is_cut: bool) -> CleanFeed:  # noqa: ANN401 - lxml has no types
    """Return a new feed of the same kind with the elements that are read."""
    from lxml import etree

    channels = [element for element in root if _name(element) == "channel"]
    home = channels[0] if channels else root
    entries = [e for e in root.iter() if _name(e) in _ENTRIES and _space(e) == _space(home)]
    head = [field for field in home if _name(field) in _HEAD and _space(field) == _space(home)]
    new = etree.Element(root.tag, dict(_attributes(root)), nsmap=root.nsmap)
    channel = etree.SubElement(new, home.tag) if channels else new
    channel.extend([_to_field(field) for field in head])
    holder = new if _name(root) == "rdf" else channel
    for entry in entries[:MOST_ENTRIES]:
        kept = etree.SubElement(holder, entry.tag, dict(_attributes(entry)))
        kept.extend(list(_children(entry)))
    xml: bytes = etree.tostring(new, encoding="utf-8", xml_declaration=True)
    return CleanFeed(xml, min(len(entries), MOST_ENTRIES), is_cut, len(entries) > MOST_ENTRIES)


def _space(element: Any) -> str:  # noqa: ANN401 - lxml has no types
    """Return an element's namespace, or the one that its undeclared prefix stands for."""
    space, _, name = str(element.tag).rpartition("}")
    prefix = name.rpartition(":")[0]
    return _PREFIXES.get(prefix, prefix) if prefix else space.removeprefix("{")


def _children(entry: Any) -> Iterator[Any]:  # noqa: ANN401 - lxml has no types
    """Yield the elements of *entry* that are read; those of other vocabularies (media, podcasts) are not."""
    waiting = list(reversed(entry))
    while waiting:
        child = waiting.pop()
        if _space(child) not in _SPACES and _space(child) != _space(entry):
            continue
        if _name(child) in _TEXTS:
            yield _to_text(child)
        elif _name(child) in _FIELDS:
            waiting += reversed(_swallowed(child))
            yield _to_field(child)


def _swallowed(field: Any) -> list[Any]:  # noqa: ANN401 - lxml has no types
    """Return the elements that stand in *field* only because it was never closed."""
    return [child for child in field if _name(child) in _NEVER_INSIDE] if _name(field) not in _INNER else []


def _attributes(element: Any) -> Iterator[tuple[str, str]]:  # noqa: ANN401 - lxml has no types
    """Yield the attributes to keep: a relative ``xml:base`` in each of many nested elements could grow without end."""
    for name, value in element.attrib.items():
        is_endless = name == _BASE and not value.startswith(("http://", "https://"))
        if len(value) <= LONGEST_FIELD and ":" not in name.rpartition("}")[2] and not is_endless:
            yield name, value


def _to_field(element: Any) -> Any:  # noqa: ANN401 - lxml has no types
    """Return a field as one short text; of an author the name is kept, of a source the title."""
    name = _name(element)
    part = next((child for child in element if _name(child) == _INNER.get(name)), element)
    text = (element.text or "") if _swallowed(element) else "".join(part.itertext())
    for child in list(element):
        element.remove(child)
    element.text = text[: LONGEST_FIELD if name in ("title", "link", "guid", "id") else LONGEST_DATE]
    return _mend_names(element)


def _to_text(element: Any) -> Any:  # noqa: ANN401 - lxml has no types
    """Return an element that holds the text of an entry, with the markup in it."""
    for inner in list(element.iter()):
        _mend_names(inner, is_inner=inner is not element)
    return element


def _mend_names(element: Any, is_inner: bool = False) -> Any:  # noqa: ANN401 - lxml has no types
    """Return *element* with harmless attributes, and a known namespace in place of an undeclared prefix.

    What follows it belongs to it only within a text (*is_inner*).
    """
    attributes = dict(_attributes(element))
    element.attrib.clear()
    element.attrib.update(attributes)
    prefix, _, local = str(element.tag).rpartition("}")[2].rpartition(":")
    if prefix:
        element.tag = f"{{{_PREFIXES[prefix]}}}{local}" if prefix in _PREFIXES else local
    if not is_inner:
        element.tail = None
    return element
