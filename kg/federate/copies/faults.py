"""What is left of a question that an endpoint did not answer: what may be done next."""

from kg.graph.remote.request import Reply
from kg.net.words import plain

SLOW = (b"TimeoutException", b"QueryTimeoutException", b"timed out", b"timeout")
"""What engines say, with a status that may even be 200, of a query that took them too long."""
END = 4096
"""Last bytes of a body in which they say so."""


class Trouble(Exception):  # noqa: N818  # each says what may be done about it
    """A question was not answered; the message is a clause about the endpoint."""


class TooMuch(Trouble):
    """A question about fewer things may be answered."""


class Refused(Trouble):
    """This kind of question will not be answered."""


class Down(Trouble):
    """No question will be answered now."""


def to_trouble(reply: Reply) -> Trouble:
    """Return what a *reply* that is no answer means, if asking the same again does not help."""
    said = f"(status {reply.status}){_words(reply)}"
    match reply.status:
        case 429 | 503:
            return Down(f"has no time {said}")
        case 502:
            return Down(f"cannot be reached behind its gateway {said}")
        case 401 | 403:
            return Down(f"does not let us ask {said}")
        case 404 | 405 | 406 | 410 | 415:
            return Down(f"takes no SPARQL {said}: is its address right?")
        case status if 300 <= status < 400:
            return Down(f"sends us on to {plain(reply.headers.get('Location', 'nowhere'))}: name that by --endpoint")
        case 408 | 413 | 414 | 500 | 504:
            return TooMuch(f"cannot do this {said}")
        case _:
            return Refused(f"does not do this {said}")


def is_timeout(reply: Reply) -> bool:
    """Whether the endpoint says that it took too long."""
    return reply.status in (408, 504) or any(one in reply.body[-END:] for one in SLOW)


def _words(reply: Reply) -> str:
    """Return the endpoint's own words: the beginning of a plain text, nothing of a page."""
    text = plain(reply.body[:END].decode("utf-8", "replace"))
    return f": {text}" if text and not text.startswith(("<", "{")) else ""
