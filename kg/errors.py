"""What can go wrong through no fault of the program, each with a message that says what to do."""

from collections.abc import Sequence


class KgError(Exception):
    """Base of all errors that a command prints as one line and a page shows as text."""


class SettingsError(KgError):
    """A setting, an environment variable or the data folder's own file makes no sense."""


class ReadError(KgError):
    """A file cannot be turned into an article: empty, binary, too large, not English, gone."""


class FetchError(ReadError):
    """A server did not give what it was asked for.

    ``reason`` is a clause without a subject. ``is_limit`` tells that it took too long or sent too much.
    """

    def __init__(self, reason: str, is_limit: bool = False) -> None:
        super().__init__(f"was not fetched: {reason}")
        self.reason = reason
        self.is_limit = is_limit


class SkipError(ReadError):
    """An input is sound, but not wanted: in another language, or only a teaser."""


class DataError(KgError):
    """A data file (gazetteer, action lexicon, ontology) has a faulty line."""


class StoreError(KgError):
    """The data folder is missing, in use by another process, or damaged."""


class InUseError(StoreError):
    """The data folder is written to by another process; ``address`` is where that one takes writes, if it does."""

    def __init__(self, message: str, address: str = "") -> None:
        super().__init__(message)
        self.address = address


class SearchError(KgError):
    """Names and sentences cannot be searched: there is no index yet, or it is damaged."""


class QueryError(KgError):
    """A query is malformed, unknown, or asks for what is not allowed.

    ``line`` and ``column`` count from 1 and are None where the fault has no place.
    """

    def __init__(self, message: str, line: int | None = None, column: int | None = None) -> None:
        super().__init__(message)
        self.line = line
        self.column = column


class ParameterError(QueryError):
    """The value of a parameter of a saved query is none that it takes, or there is no such parameter.

    ``parameter`` is its name, ``reason`` says what is wrong; ``meant`` are values that may be meant instead, each with
    what it stands for.
    """

    def __init__(self, reason: str, parameter: str, meant: Sequence[tuple[str, str]] = ()) -> None:
        proposed = ", ".join(f"{label} ({value})" for value, label in meant)
        super().__init__(f"{reason}: is one of these meant? {proposed}" if proposed else reason)
        self.parameter = parameter
        self.reason = reason
        self.meant = tuple(meant)


class ServiceError(KgError):
    """Another endpoint, which a query calls, did not answer it as it should.

    ``line`` and ``column`` are those of the call, counted from 1.
    """

    def __init__(self, message: str, line: int | None = None, column: int | None = None) -> None:
        super().__init__(message)
        self.line = line
        self.column = column


class LimitError(KgError):
    """A query reached its limit of time or memory and was ended; nobody else is affected."""


class TooLargeError(LimitError):
    """The answer to a query is larger than answers may be: asking again will not help."""
