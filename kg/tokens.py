"""The token that allows writing over HTTP: known to who made it, kept as its hash in the data folder."""

import hashlib
import hmac
import os
import secrets
from pathlib import Path

from kg.errors import StoreError

NAME = "token"
"""File of the data folder; without it nobody writes over HTTP."""
PREFIX = "sha256:"
BYTES = 32
"""Random bytes of a token: so many that a plain hash of it tells nothing."""


def make_token(folder: Path) -> str:
    """Return a new token that allows writing to the data folder *folder*; the one before is worth nothing then.

    Raises StoreError if its hash cannot be kept.
    """
    token = secrets.token_urlsafe(BYTES)
    draft = folder / f"{NAME}.draft"
    try:
        draft.unlink(missing_ok=True)
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as file:
            file.write(f"{PREFIX}{_digest(token)}\n")
        draft.replace(folder / NAME)
    except OSError as error:
        raise StoreError(f"{folder / NAME} cannot be written: {error}") from error
    return token


def drop_token(folder: Path) -> bool:
    """Let nobody write to the data folder *folder* over HTTP; False if nobody could before."""
    try:
        (folder / NAME).unlink()
    except FileNotFoundError:
        return False
    except OSError as error:
        raise StoreError(f"{folder / NAME} cannot be removed: {error}") from error
    return True


def takes_tokens(folder: Path) -> bool:
    """Whether somebody may write to the data folder *folder* over HTTP."""
    return (folder / NAME).is_file()


def is_token(folder: Path, token: str) -> bool:
    """Whether *token* allows writing to the data folder *folder*; takes as long for any wrong one."""
    try:
        known = (folder / NAME).read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError):
        return False
    return hmac.compare_digest(known, PREFIX + _digest(token))


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()
