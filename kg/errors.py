"""What can go wrong through no fault of the program, each with a message that says what to do."""


class KgError(Exception):
    """Base of all errors that a command prints as one line and a page shows as text."""


class SettingsError(KgError):
    """A setting, an environment variable or the data folder's own file makes no sense."""


class ReadError(KgError):
    """A file cannot be turned into an article: empty, binary, too large, not English, gone."""


class SkipError(ReadError):
    """An input is sound, but not wanted: in another language, or only a teaser."""


class DataError(KgError):
    """A data file (gazetteer, action lexicon, ontology) has a faulty line."""


class StoreError(KgError):
    """The data folder is missing, in use by another process, or damaged."""


class QueryError(KgError):
    """A query is malformed, unknown, or asks for what is not allowed.

    ``line`` and ``column`` count from 1 and are None where the fault has no place.
    """

    def __init__(self, message: str, line: int | None = None, column: int | None = None) -> None:
        super().__init__(message)
        self.line = line
        self.column = column


class LimitError(KgError):
    """A query reached its limit of time or memory and was ended; nobody else is affected."""


class TooLargeError(LimitError):
    """The answer to a query is larger than answers may be: asking again will not help."""
