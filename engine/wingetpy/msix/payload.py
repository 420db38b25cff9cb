"""The files that a package unpacks to, block by block, each block compared with its hash in the block map.

How a package is unpacked, also one on a server (`unpack` does all of this for a folder):

    package = verify_package(open_package(source), trust, whole=False)  # a few reads: its end, block map, manifest
    files = payload_of(package)
    plan = fetch_plan(files, package.block_map, [block maps of older packages])  # which ranges, how much is saved
    for file, data in unpacked(package, files, source=ReadAhead(source, plan.ranges), present=...):
        ...                                                             # in order; an empty file comes once, with b""

A block inflates alone (that is a rule of the format), so blocks are read from any place, in parallel, and a block that
an older package has is never read from this one.
"""

from __future__ import annotations

import hashlib
import os
import zlib
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from typing import NamedTuple

import msgspec

from wingetpy.errors import ErrorCode, MsixError
from wingetpy.msix.block_map import BLOCK, MappedFile
from wingetpy.msix.byte_source import ByteSource
from wingetpy.msix.faults import corrupt
from wingetpy.msix.package import VerifiedPackage

LARGEST_PAYLOAD = 256 << 30
"""Bytes that a package may unpack to. The block map says how many, so no file grows beyond what was signed."""
_RUN = 1 << 17
"""Unpacked bytes that one thread works on at a time: so few that they stay in the processor's cache."""
_NEAR = 4096
"""Bytes between two blocks that are read rather than left out: the records of small files."""
_MOST_WORKERS = 4

Present = Callable[[bytes], bytes | None]
"""Returns the content of a block by its hash from somewhere else; None where it is not there."""


class Block(NamedTuple):
    """One block of a file.

    Attributes:
        offset: Where it begins in the package.
        packed: Bytes there.
        size: Bytes that it unpacks to.
    """

    offset: int
    packed: int
    size: int
    hash: bytes


class PayloadFile(msgspec.Struct, frozen=True):
    """A file of a package.

    Attributes:
        name: With slashes.
        offset: Where its data begin in the package.
    """

    name: str
    mapped: MappedFile
    offset: int
    is_stored: bool

    @property
    def size(self) -> int:
        """Bytes that it unpacks to."""
        return self.mapped.size

    def blocks(self) -> Iterator[Block]:
        """Yield its blocks in order."""
        at, left = self.offset, self.mapped.size
        for index, digest in enumerate(self.mapped.hashes):
            size = min(BLOCK, left)
            packed = size if self.is_stored or self.mapped.packed is None else self.mapped.packed[index]
            yield Block(at, packed, size, digest)
            at, left = at + packed, left - size


def payload_of(package: VerifiedPackage) -> tuple[PayloadFile, ...]:
    """Return the files that a package unpacks to, in the order of their data: those that its block map lists.

    Raises:
        MsixError: AppxCorruptContent; they unpack to more than `LARGEST_PAYLOAD`, or a block lies outside its part.
    """
    container, files = package.package.container, []
    for part in container.in_file_order():
        mapped = package.block_map.file(part.name)
        if mapped is None:
            continue
        header = mapped.header or part.data_offset() - part.entry.offset
        file = PayloadFile(part.name, mapped, part.entry.offset + header, part.is_stored)
        packed = mapped.size if part.is_stored else sum(mapped.packed or ())
        if header < part.least_header or file.offset + packed > part.end:
            raise corrupt(container.name, f"the blocks of '{part.name}' lie outside its part")
        files.append(file)
    if (total := sum(file.size for file in files)) > LARGEST_PAYLOAD:
        raise corrupt(container.name, f"it unpacks to {total:,} bytes; {LARGEST_PAYLOAD:,} are allowed")
    return tuple(files)


def unpacked(
    package: VerifiedPackage,
    files: Iterable[PayloadFile],
    *,
    source: ByteSource | None = None,
    present: Present = lambda digest: None,
    go_on: Callable[[], None] = lambda: None,
    workers: int | None = None,
) -> Iterator[tuple[PayloadFile, bytes]]:
    """Yield the content of files in order, in pieces of at most 128 KiB, each block compared with its hash.

    Args:
        package: The package.
        files: Some of its `payload_of`.
        source: What is read instead of the package's own bytes: the same bytes, read ahead.
        present: Blocks that are elsewhere. They are compared, too; one that differs is read from the package.
        go_on: Called for each piece; raises to stop.
        workers: Threads; None for as many as pay on this machine.

    Raises:
        MsixError: AppxBlockHashInvalid, AppxCorruptContent.
        EngineError: the bytes cannot be read.
    """
    reader = _Reader(package, source or package.package.container.source, present)
    count = workers or min(_MOST_WORKERS, os.cpu_count() or 1)
    with ThreadPoolExecutor(count, "unpack") as pool:
        waiting: deque[Future[list[tuple[PayloadFile, bytes]]]] = deque()
        try:
            for run in _runs(files):
                go_on()
                waiting.append(pool.submit(reader.read, run))
                if len(waiting) > 2 * count:
                    yield from waiting.popleft().result()
            while waiting:
                go_on()
                yield from waiting.popleft().result()
        finally:
            pool.shutdown(wait=True, cancel_futures=True)


def check_payload(package: VerifiedPackage, go_on: Callable[[], None] = lambda: None) -> None:
    """Read all files of a package and compare each block; see `unpacked`."""
    for _ in unpacked(package, payload_of(package), go_on=go_on):
        pass


_Run = Sequence[tuple[PayloadFile, Sequence[Block]]]


def _runs(files: Iterable[PayloadFile]) -> Iterator[_Run]:
    """Yield files with some of their blocks, about as many as one thread takes at a time."""
    run: list[tuple[PayloadFile, list[Block]]] = []
    size = 0
    for file in files:
        run.append((file, []))
        for block in file.blocks():
            if size + block.size > _RUN:
                yield run
                run, size = [(file, [])], 0
            run[-1][1].append(block)
            size += block.size
        if len(run) >= _RUN >> 12:  # empty files count, too
            yield run
            run, size = [], 0
    if run:
        yield run


class _Reader:
    """Reads and compares the blocks of a package. Several threads may use it."""

    def __init__(self, package: VerifiedPackage, source: ByteSource, present: Present) -> None:
        self._name = package.package.name
        self._method = package.block_map.method
        self._source = source
        self._present = present

    def read(self, run: _Run) -> list[tuple[PayloadFile, bytes]]:
        found = {block.hash: self._elsewhere(block) for _, blocks in run for block in blocks}
        lacking = [block for _, blocks in run for block in blocks if found[block.hash] is None]
        packed = self._fetch(lacking)
        return [
            (file, b"".join(found[block.hash] or self._unpack(file, block, packed[block.offset]) for block in blocks))
            for file, blocks in run
        ]

    def _elsewhere(self, block: Block) -> bytes | None:
        data = self._present(block.hash)
        return data if data is not None and self._is_it(data, block) else None

    def _fetch(self, blocks: Sequence[Block]) -> dict[int, memoryview]:
        """Return the packed bytes of blocks by their offset; what lies close together is read at once."""
        packed: dict[int, memoryview] = {}
        at = 0
        while at < len(blocks):
            begin, end, first = blocks[at].offset, blocks[at].offset, at
            while at < len(blocks) and end <= blocks[at].offset <= end + _NEAR:
                end = blocks[at].offset + blocks[at].packed
                at += 1
            data = memoryview(self._source.read(begin, end - begin))
            for block in blocks[first:at]:
                packed[block.offset] = data[block.offset - begin : block.offset - begin + block.packed]
        return packed

    def _unpack(self, file: PayloadFile, block: Block, packed: memoryview) -> bytes:
        if file.is_stored:
            data = bytes(packed)
        else:
            try:
                data = zlib.decompressobj(-zlib.MAX_WBITS).decompress(packed, block.size + 1)
            except zlib.error as error:
                raise self._wrong(file, f"a block of it does not unpack ({error})") from error
        if not self._is_it(data, block):
            raise self._wrong(file, "a block of it is not the one that the block map lists")
        return data

    def _is_it(self, data: bytes, block: Block) -> bool:
        return len(data) == block.size and hashlib.new(self._method, data).digest() == block.hash

    def _wrong(self, file: PayloadFile, reason: str) -> MsixError:
        return corrupt(self._name, f"its part '{file.name}' is damaged: {reason}", ErrorCode.AppxBlockHashInvalid)
