"""Minting of instance IRIs under the base IRI of a data folder."""

import hashlib
import re
import unicodedata
from dataclasses import dataclass
from urllib.parse import quote, unquote

from kg.model import Article, Event, Mention

SEPARATOR = "\x1f"
"""ASCII unit separator: in no key, code or date, so no two lists of parts join to one string."""


def mint_hash(*parts: str) -> str:
    """Return 80 bits of SHA-256 over *parts*, as 20 hexadecimal digits."""
    return hashlib.sha256(SEPARATOR.join(parts).encode()).hexdigest()[:20]


def slug(name: str) -> str:
    """Return *name* as a key: lower case, ASCII, words joined by hyphens (``Côte d’Ivoire`` → ``cote-divoire``)."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", name.casefold()) if not unicodedata.combining(c))
    return re.sub(r"[^a-z0-9]+", "-", re.sub(r"['’]", "", plain)).strip("-") or mint_hash(name)


def escape(part: str) -> str:
    """Return *part* with all escaped but letters, digits, ``-``, ``.`` and ``_``."""
    return quote(part, safe="").replace("~", "%7E")


def content_hash(article: Article) -> str:
    """Return a hash of all that an article says, which changes when any of it does."""
    return mint_hash(article.title, article.text, str(article.published or ""), article.url, article.source)


@dataclass(frozen=True, slots=True)
class Minter:
    """Mints the IRIs of one data folder; *base* ends with a slash."""

    base: str

    def mint_actor(self, key: str) -> str:
        """IRI of the actor with this key."""
        return f"{self.base}actor/{quote(key, safe='')}"

    def mint_dyad(self, one: str, other: str) -> str:
        """IRI of the pair of these two parties, the same in both directions."""
        first, second = sorted((one, other))
        return f"{self.base}dyad/{quote(first, safe='')}-{quote(second, safe='')}"

    def mint_article(self, article: Article) -> str:
        """IRI of an article, from its URL, else from its title and text."""
        return f"{self.base}article/{mint_hash(article.url or article.title + SEPARATOR + article.text)}"

    def mint_event(self, event: Event) -> str:
        """IRI of an event: the same act told by two articles has one.

        Hashes actor, action, target, date (with its precision) and status.
        """
        target = event.target.key if event.target else ""
        day = str(event.date or "")
        precision = event.date.precision.value if event.date else ""
        return f"{self.base}event/{mint_hash(event.actor.key, event.action, target, day, precision, event.status)}"

    def mint_mention(self, article: str, mention: Mention, event: str) -> str:
        """IRI of a mention, from the IRIs of its article and event and its offsets."""
        return f"{self.base}mention/{mint_hash(article, str(mention.begin), str(mention.end), event)}"

    def key_of_actor(self, iri: str) -> str:
        """Return the key of the actor with this IRI; an IRI from elsewhere is its own key, in angle brackets."""
        start = f"{self.base}actor/"
        return unquote(iri.removeprefix(start)) if iri.startswith(start) else f"<{iri}>"

    def mint_count(self, *parts: str) -> str:
        """IRI of a set of counts, such as ``pairs``, or of one of them, such as ``pairs~RUS~USA~VerbalConflict``.

        What is special in a part must be escaped (``escape``), so that no two lists of parts give one IRI.
        """
        return f"{self.base}count/{quote('~'.join(parts), safe='')}"

    def mint_run(self, name: str) -> str:
        """IRI of a run of the extractor, such as ``2026-11-22-rules-1``."""
        return f"{self.base}run/{quote(name, safe='')}"

    def mint_term(self, actor: str, number: int) -> str:
        """IRI of an actor's term of office, counted from 1."""
        return f"{self.base}term/{quote(actor, safe='')}-{number}"
