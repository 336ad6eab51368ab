"""What search engines and the like read in a page: its permanent address, and what it is about as JSON-LD.

Made of what the page has read already, in the words of schema.org beside our own.
"""

import json
from collections.abc import Iterable, Mapping
from functools import singledispatch
from types import MappingProxyType
from typing import Any
from urllib.parse import quote

from flask import request
from markupsafe import Markup

from kg.vocab import CAMEO, DIP
from web import words
from web.actors.parties import ActorView
from web.articles.article_reading import About
from web.events.records import EventView, Named, Passage
from web.links import web_address
from web.negotiation import split_form
from web.site import INSTANCES, engine

CONTEXT: Mapping[str, str] = MappingProxyType({"@vocab": "https://schema.org/", "dip": DIP, "cameo": CAMEO})
TYPES: Mapping[str, str] = MappingProxyType({
    "State": "Country",
    "Organisation": "Organization",
    "Bloc": "Organization",
    "GovernmentBody": "GovernmentOrganization",
    "Person": "Person",
    "ArmedGroup": "Organization",
    "Company": "Corporation",
    "Group": "Organization",
})  # fmt: skip
"""Kinds of actors by their names in the ontology, with the types of schema.org that fit."""
KINDS: Mapping[str, str] = MappingProxyType({in_words: name for name, in_words in words.KINDS.items()})
LONGEST = 400
"""Characters of a text that are told."""
MOST = 20
"""Values of one property that are told."""
ESCAPES = str.maketrans({"<": r"\u003c", ">": r"\u003e", "&": r"\u0026"})
"""So that nothing in the JSON can end the element that it is in."""


def permanent() -> str:
    """Return the address by which to cite the page of this request: under the base of the graph, without an ending."""
    return engine().base + quote(split_form(request.path)[0].lstrip("/"))


def canonical() -> str:
    """Return the address of the document that this request has got, under the base of the graph."""
    stem = permanent()
    return f"{stem}.html" if request.path.lstrip("/").startswith(INSTANCES) else stem


def at_base(address: str) -> str:
    """Return *address*, a path of this site, under the base of the graph."""
    return engine().base + address.removeprefix(request.script_root).lstrip("/")


def embed(thing: object) -> Markup:
    """Return the element that tells programs what the page about *thing* is about; TypeError for what is not known."""
    told = json.dumps({"@context": dict(CONTEXT), **_drop_empty(to_linked(thing))}).translate(ESCAPES)
    return Markup(f'<script type="application/ld+json">{told}</script>')  # noqa: S704  # escaped above


@singledispatch
def to_linked(thing: object) -> dict[str, Any]:
    """Return *thing* as an object of JSON-LD, without a context; what it has no value for is None or empty."""
    raise TypeError(f"{type(thing).__name__} has no form in JSON-LD")


@to_linked.register
def _(event: EventView) -> dict[str, Any]:
    return {
        "@id": event.iri,
        "@type": ["Action", "dip:Event"],
        "name": _short(event.sentence),
        "agent": _to_party(event.actor),
        "object": _to_party(event.target) if event.target else None,
        "startTime": words.machine_date(event.first_day, event.precision),
        "dip:action": {"@id": event.action.iri, "name": event.action.label},
        "dip:status": {"@id": DIP + event.status.value},
        "subjectOf": [_to_source(one) for one in _each_article(event.passages)],
        "mainEntityOfPage": canonical(),
    }


@to_linked.register
def _(actor: ActorView) -> dict[str, Any]:
    kind = KINDS.get(actor.kind, "")
    acts = "worksFor" if kind == "Person" else "parentOrganization"
    return {
        "@id": actor.iri,
        "@type": _to_types(kind),
        "name": _short(actor.label),
        "alternateName": [_short(name) for name in actor.aliases[:MOST]],
        "sameAs": [iri for iri in actor.same_as[:MOST] if web_address(iri)],
        acts: [_to_party(one) for one in actor.acts_for[:MOST]],
        "memberOf": [_to_party(one) for one in actor.belongs_to[:MOST]],
        "mainEntityOfPage": canonical(),
    }


@to_linked.register
def _(article: About) -> dict[str, Any]:
    return {
        "@id": article.iri,
        "@type": ["NewsArticle", "dip:Article"],
        "headline": _short(article.title),
        "url": web_address(article.url),
        "publisher": _to_publisher(article.outlet),
        "datePublished": words.machine_date(article.published, article.precision),
        "author": [{"@type": "Person", "name": _short(name)} for name in article.authors[:MOST]],
        "inLanguage": article.language,
        "mainEntityOfPage": canonical(),
    }


def _to_types(kind: str) -> list[str]:
    """Return the types of an actor of this *kind*; one whose kind is not known is a thing."""
    return [TYPES[kind], f"dip:{kind}"] if kind in TYPES else ["Thing", "dip:Actor"]


def _to_party(one: Named) -> dict[str, Any]:
    types = {"@type": _to_types(one.kind)} if one.kind else {}
    return {"@id": one.iri, **types, "name": _short(one.label)}


def _each_article(passages: Iterable[Passage]) -> list[Passage]:
    return list({passage.article: passage for passage in passages}.values())[:MOST]


def _to_source(passage: Passage) -> dict[str, Any]:
    return _drop_empty({
        "@id": passage.article,
        "@type": ["NewsArticle", "dip:Article"],
        "headline": _short(passage.title),
        "url": web_address(passage.url),
        "publisher": _to_publisher(passage.source),
        "datePublished": passage.published.isoformat() if passage.published else None,
    })  # fmt: skip


def _to_publisher(name: str) -> dict[str, str] | None:
    return {"@type": "Organization", "name": _short(name)} if name else None


def _short(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"


def _drop_empty(members: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in members.items() if value not in (None, "", [])}


TEMPLATE_NAMES = {"permanent": permanent, "canonical": canonical, "at_base": at_base, "embed": embed}
"""What templates may use of it."""
