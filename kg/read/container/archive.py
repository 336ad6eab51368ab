"""Archives (zip, tar, compressed tar): each file inside is an input of its own. Nothing is written to disk under
its name."""

from collections.abc import Iterator

from kg.errors import ReadError
from kg.read.container.members import Member, Members, is_hidden, is_readable, leads_out, split_name
from kg.read.container.nesting import MOST_ARCHIVES, Meter, Nested, archives_around, meter_around, to_stream
from kg.read.container.packed import unpack_if_packed
from kg.read.source import Outcome, Reader, Source, placed, show

MOST_MEMBERS = 1_000_000
"""Entries of one archive that are looked at."""


def read(source: Source, read_inner: Reader) -> Iterator[Outcome]:
    """Yield what *read_inner* finds in the files of an archive, packed or not: a zip by its suffix, else a tar.

    Each file is a `Nested` source with its own stem and suffix. Hidden files and those of unknown suffix are
    passed over; links, devices, encrypted files and paths that lead out are yielded as ReadError. Raises
    ReadError where the archive is none or cannot be read on.
    """
    if archives_around(source) >= MOST_ARCHIVES:
        raise ReadError(f"is an archive inside {MOST_ARCHIVES} others: unpack it")
    if source.suffix == ".zip":
        yield from _read_zip(source, read_inner)
        return
    inner = unpack_if_packed(source)
    if inner.suffix == ".zip":
        yield from _read_zip(inner, read_inner)
    else:
        from kg.read.container.tarred import TarMembers

        yield from _read_members(inner, TarMembers(inner.stream, inner.meter), inner.meter, read_inner)


def _read_zip(source: Source, read_inner: Reader) -> Iterator[Outcome]:
    from kg.read.container.zipped import open_zip

    meter = Meter(parent=meter_around(source))
    with open_zip(source, meter) as members:
        yield from _read_members(source, members, meter, read_inner)


def _read_members(source: Source, members: Members, meter: Meter, read_inner: Reader) -> Iterator[Outcome]:
    empty = True
    for number, member in enumerate(members, start=1):
        if number > MOST_MEMBERS:
            raise ReadError(f"is not read on: it holds more than {MOST_MEMBERS:,} members")
        path = member.path
        if is_hidden(path):
            continue
        refusal = "has a path that leads out of the archive: passed over" if leads_out(path) else member.refusal
        if refusal:
            yield placed(_place(member), ReadError(refusal))
        elif not is_readable(path):
            continue
        else:
            yield from _read_member(_nest(source, member, path, meter), member, members, read_inner)
        empty = False
    if empty:
        raise ReadError("holds no file of a kind that is read")


def _nest(source: Source, member: Member, path: str, meter: Meter) -> Nested:
    stream = to_stream(member.read)
    stem, suffix = split_name(path)
    return Nested(stream, stem, suffix, source.max_bytes, archives=archives_around(source) + 1, meter=meter)


def _read_member(inner: Nested, member: Member, members: Members, read_inner: Reader) -> Iterator[Outcome]:
    """Yield the outcomes of one file; ReadError where it showed that the archive cannot be read on."""
    try:
        for outcome in read_inner(inner):
            if not isinstance(outcome, ReadError):
                yield outcome
                continue
            if members.fault is not None:
                break
            yield placed(_place(member), outcome)
    except ReadError as error:
        if members.fault is None:
            yield placed(_place(member), error)
    if members.fault is not None:
        raise members.fault


def _place(member: Member) -> str:
    return f"member {show(member.name)}"
