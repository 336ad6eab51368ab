"""The page that people get when something goes wrong: what was asked, what to do, and where to go from there."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from difflib import SequenceMatcher
from types import MappingProxyType
from urllib.parse import quote, unquote

from flask import render_template, request

from kg.errors import LimitError, SearchError
from web.events.records import Named
from web.links import key_of
from web.negotiation import split_form
from web.site import search

SHOWN = 600
"""Characters of what was asked that are shown."""
NEAR = 6
"""Names that are suggested."""
LEAST_LETTERS = 3
"""Of a name, by which others are near it."""
LONGEST = 60
"""Letters of a name that are looked for."""
MOST_TRIES = 6
WHAT_TO_DO: Mapping[int, str] = MappingProxyType({
    400: "Mend what is named above, and send the request again.",
    401: "Writing takes the token of this site; reading takes none.",
    403: "Everything can be read here, by anybody; only writing takes more.",
    404: "It may have been removed, or mistyped. What is in the graph can be found by its name or by words.",
    405: "Open the address in the browser, without a form, to read what is there.",
    406: "Leave out the Accept header, or take the ending off the address, to get the page.",
    413: "Ask for less: fewer columns, a LIMIT, or counts in place of rows. What is sent can be sent in parts.",
    415: "Send it with the Content-Type that it has.",
    500: "Trying once more may help. If it does not, tell who runs this site when it happened: {now}.",
    502: "The other endpoint has to answer first. Try again later, or ask without SERVICE.",
    503: "Try again in a few seconds. A query that was ended needs to be asked for less: a LIMIT, or rarer words.",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Near:
    """An actor whose name is near what was asked for."""

    actor: Named
    name: str
    """The one that it was found by."""


def draw_problem(problem: object, status: int) -> str:
    """Return the page about *problem*, an answer with this *status*."""
    word = _find_word() if status == 404 else ""
    return render_template(
        "problem.html",
        problem=problem,
        asked=_shorten(f"{request.method} {_to_address()}") if status not in (404, 500) else "",
        advice=WHAT_TO_DO.get(status, "").format(now=f"{datetime.now(UTC):%Y-%m-%d %H:%M:%S} UTC"),
        again=_to_address() if request.method == "GET" and status in (500, 502, 503) else "",
        near=find_near(word) if word else [],
        word=_shorten(word),
    )


def find_near(word: str) -> Sequence[Near]:
    """Return actors whose names begin as *word* does, the likest first; nothing where names cannot be searched."""
    found: dict[str, Near] = {}
    for length in _lengths(word):
        try:
            for one in search().suggest(word[:length], 2 * NEAR):
                found.setdefault(one.iri, Near(Named(one.iri, one.label), one.name))
        except (SearchError, LimitError):
            return []
        if len(found) >= NEAR:
            break
    likest = sorted(found.values(), key=lambda near: -SequenceMatcher(None, word.lower(), near.name.lower()).ratio())
    return likest[:NEAR]


def _lengths(word: str) -> Iterator[int]:
    """Yield how many of the first letters of *word* to look for: all, then fewer."""
    most = min(len(word), LONGEST)
    if word:
        yield most
    yield from range(most - 1, max(LEAST_LETTERS, most - MOST_TRIES) - 1, -1)


def _find_word() -> str:
    """Return the name in the address of an instance, in words; empty in any other address."""
    kind, _, key = request.path.removeprefix("/").partition("/")
    if kind not in ("actor", "dyad"):
        return ""
    name = key_of(split_form(key)[0]).replace("_", " ")
    return " ".join((name.replace("-", " ") if kind == "actor" else name.partition("-")[0]).split())


def _to_address() -> str:
    """Return the address of the request, which stays on this host: browsers take ``//host`` for another one."""
    query = f"?{request.query_string.decode(errors='replace')}" if request.query_string else ""
    return f"{request.script_root}/{quote(request.path.lstrip('/'))}{query}"


def _shorten(text: str) -> str:
    plain = unquote(text)
    return plain if len(plain) <= SHOWN else f"{plain[:SHOWN]} …"
