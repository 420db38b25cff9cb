"""Which bytes of a package must be read where blocks of it are in older packages: block maps say it by their hashes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import msgspec

from wingetpy.msix.block_map import BLOCK, BlockMap
from wingetpy.msix.payload import PayloadFile

_WORTH_A_REQUEST = 64 << 10
"""A gap between two ranges of less than this is read along: a request costs about as much."""
_LARGEST_RANGE = 4 << 20


class OlderBlock(msgspec.Struct, frozen=True, gc=False):
    """Where a block is.

    Attributes:
        package: Which of the older packages, from 0.
        name: Its file there, with slashes.
        offset: Where it begins in the file as it is unpacked.
    """

    package: int
    name: str
    offset: int
    size: int


class FetchPlan(msgspec.Struct, frozen=True, kw_only=True):
    """What to read of a package, and what not.

    Attributes:
        ranges: Offset and length in the package, in order, none longer than 4 MiB.
        present: Where the other blocks are, by their hashes.
        fetched: Bytes in the ranges.
        total: Bytes that would be in them if no block were present.
        same_files: Names of files that an older package has as a whole under any name: which package, and that name.
    """

    ranges: tuple[tuple[int, int], ...]
    present: dict[bytes, OlderBlock]
    fetched: int
    total: int
    same_files: dict[str, tuple[int, str]]

    @property
    def saved(self) -> int:
        """Bytes of the package that need no reading."""
        return max(0, self.total - self.fetched)


def fetch_plan(files: Iterable[PayloadFile], block_map: BlockMap, older: Sequence[BlockMap] = ()) -> FetchPlan:
    """Return what has to be read of a package.

    Args:
        files: The package's payload, or some files of it.
        block_map: The package's.
        older: Block maps of packages whose files are at hand; those of another hash method are of no use.
    """
    known = _places(older, block_map.method)
    present: dict[bytes, OlderBlock] = {}
    every: list[tuple[int, int]] = []
    wanted: list[tuple[int, int]] = []
    files = sorted(files, key=lambda file: file.offset)
    for file in files:
        for block in file.blocks():
            every.append((block.offset, block.packed))
            place = known.get(block.hash)
            if place is not None and place.size == block.size:
                present[block.hash] = place
            else:
                wanted.append((block.offset, block.packed))
    ranges = tuple(_merged(wanted))
    return FetchPlan(
        ranges=ranges,
        present=present,
        fetched=sum(length for _, length in ranges),
        total=sum(length for _, length in _merged(every)),
        same_files=_same_files(files, block_map.method, older),
    )


def _places(older: Sequence[BlockMap], method: str) -> dict[bytes, OlderBlock]:
    places: dict[bytes, OlderBlock] = {}
    for number, block_map in enumerate(older):
        if block_map.method != method:
            continue
        for file in block_map.files.values():
            for index, digest in enumerate(file.hashes):
                offset = index * BLOCK
                place = OlderBlock(number, file.name.replace("\\", "/"), offset, min(BLOCK, file.size - offset))
                places.setdefault(digest, place)
    return places


def _same_files(files: Iterable[PayloadFile], method: str, older: Sequence[BlockMap]) -> dict[str, tuple[int, str]]:
    known: dict[tuple[int, tuple[bytes, ...]], tuple[int, str]] = {}
    for number, block_map in enumerate(older):
        if block_map.method == method:
            for file in block_map.files.values():
                known.setdefault((file.size, file.hashes), (number, file.name.replace("\\", "/")))
    found = ((file.name, known.get((file.size, file.mapped.hashes))) for file in files if file.size)
    return {name: place for name, place in found if place is not None}


def _merged(wanted: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Yield the ranges that cover these, in order, with small gaps in them and none too long."""
    begin = end = -1
    for offset, length in wanted:
        close = begin >= 0 and offset - end <= _WORTH_A_REQUEST
        if close and offset + length - begin <= _LARGEST_RANGE:
            end = offset + length
            continue
        if begin >= 0:
            yield begin, end - begin
        begin, end = offset, offset + length
    if begin >= 0:
        yield begin, end - begin
