"""A file on a web server of which only some ranges are read: a package, from where it lies."""

from __future__ import annotations

import re
import threading
from collections import OrderedDict
from collections.abc import Callable, Iterator
from types import TracebackType
from typing import Self

from wingetpy.errors import TransferError
from wingetpy.errors.secrets import without_secrets
from wingetpy.model.call import Call
from wingetpy.msix.byte_source import need_range
from wingetpy.transfer.answer import is_of_another_version, tag_of
from wingetpy.transfer.exchange import Exchange, NoReply, Question, Reply
from wingetpy.transfer.failures import CHECK_ADDRESS

LARGEST_RANGE = 4 << 20
_PAGE = 64 << 10
"""Small reads take a whole page, and the pages read last are kept: the parts of a package's end lie side by side."""
_SMALL = 8 << 10
"""Reads of so much are not small: a single block of a package that is wanted costs no more than itself."""
_MOST_PAGES = 64
_HAS_CHANGED = "the file has changed since its beginning was read"
_RANGE = re.compile(r"bytes ([0-9]{1,18})-([0-9]{1,18})/([0-9]{1,18})")


class NoRanges(TransferError):
    """The server gives no parts of the file: it can only be downloaded."""


class RangedBytes:
    """A file of which ranges are fetched as they are read; see `ByteSource`. Several threads may read.

    Args:
        name: What it is called in messages.
        size: In bytes.
        end: Its last bytes, which were fetched already.
        fetch: Returns so many bytes (second) from an offset (first), at most `LARGEST_RANGE`.
    """

    def __init__(self, name: str, size: int, end: bytes, fetch: Callable[[int, int], bytes]) -> None:
        self.name = name
        self.size = size
        self._end = end
        self._fetch = fetch
        self._page_lock = threading.Lock()
        self._pages: OrderedDict[int, bytes] = OrderedDict()

    def read(self, offset: int, length: int) -> bytes:
        """See `ByteSource.read`. Raises what `fetch` raises."""
        need_range(self, offset, length)
        if length == 0:
            return b""
        begin = self.size - len(self._end)
        if offset >= begin:
            return self._end[offset - begin : offset - begin + length]
        if length < _SMALL:
            return b"".join(self._from_pages(offset, length))
        return b"".join(self._fetch(at, min(LARGEST_RANGE, offset + length - at)) for at in _steps(offset, length))

    def _from_pages(self, offset: int, length: int) -> Iterator[bytes]:
        for number in range(offset // _PAGE, (offset + length - 1) // _PAGE + 1):
            page, begin = self._page(number), number * _PAGE
            yield page[max(offset - begin, 0) : offset + length - begin]

    def _page(self, number: int) -> bytes:
        with self._page_lock:
            page = self._pages.get(number)
        if page is None:
            page = self._fetch(number * _PAGE, min(_PAGE, self.size - number * _PAGE))
        with self._page_lock:
            self._pages[number] = page
            self._pages.move_to_end(number)
            if len(self._pages) > _MOST_PAGES:
                self._pages.popitem(last=False)
        return page


class RemoteBytes(RangedBytes):
    """A file on a web server. Use as a context manager.

    Each range is of the version that was there at the first one: a file that changes meanwhile ends the reading.

    Args:
        url: http or https.
        call: Whose proxy is used, and who may stop waiting.
        go_on: Called before each request; raises to stop.

    Attributes:
        name: The URL without secrets.
        size: In bytes.
        fetched: Bytes that were transferred.

    Raises:
        NoRanges: the server gives the whole file only.
        TransferError: it cannot be read.
        Cancelled: the caller stopped waiting.
    """

    def __init__(self, url: str, call: Call, go_on: Callable[[], None] = lambda: None) -> None:
        self.name = without_secrets(url)
        self.fetched = 0
        self._url = url
        self._call = call
        self._go_on = go_on
        self._exchange = Exchange(largest=2 * LARGEST_RANGE)
        self._lock = threading.Lock()
        self._tag = ""
        try:
            size, end = self._opened()
        except BaseException:
            self._exchange.close()
            raise
        super().__init__(self.name, size, end, self._range)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._exchange.close()

    def _opened(self) -> tuple[int, bytes]:
        """Return the size of the file, and its end."""
        reply, begin, end, size = self._ask(f"bytes=-{_PAGE}")
        self._tag = tag_of(reply.headers)
        if end != size - 1 or len(reply.body) != end - begin + 1:
            raise self._failed("the server gives another part than was asked for")
        return size, reply.body

    def _range(self, offset: int, length: int) -> bytes:
        reply, begin, end, size = self._ask(f"bytes={offset}-{offset + length - 1}")
        if (begin, end, size) != (offset, offset + length - 1, self.size) or len(reply.body) != length:
            raise self._failed("the server gives another part than was asked for, or the file has changed")
        return reply.body

    def _ask(self, wanted: str) -> tuple[Reply, int, int, int]:
        """Return a part of the file: the answer, its first byte, its last one, and the size of the whole."""
        self._go_on()
        headers = {"Range": wanted} | ({"If-Range": self._tag} if self._tag else {})
        try:
            reply = self._exchange.ask(Question(url=self._url, everywhere=headers), self._call)
        except NoReply as error:
            if error.kind == "size":  # more than was asked for
                raise self._no_ranges() from error
            raise self._failed(error.reason) from error
        with self._lock:
            self.fetched += len(reply.body)
        if reply.status == 200:
            raise self._no_ranges()
        part = _RANGE.fullmatch(reply.headers.get("content-range", ""))
        if reply.status != 206 or part is None:
            raise self._failed(f"the server answers {reply.status} {reply.reason} to a range".rstrip())
        if is_of_another_version(reply.headers, self._tag):  # whatever If-Range said
            raise self._failed(_HAS_CHANGED)
        return reply, int(part[1]), int(part[2]), int(part[3])

    def _no_ranges(self) -> TransferError:
        if self._tag:
            return self._failed(_HAS_CHANGED)
        text = f"'{self.name}' cannot be read in parts: the server gives no ranges."
        return NoRanges(text, target=self.name, remedy="Have it downloaded.")

    def _failed(self, reason: str) -> TransferError:
        return TransferError(f"'{self.name}' cannot be read: {reason}.", target=self.name, remedy=CHECK_ADDRESS)


def _steps(offset: int, length: int) -> range:
    return range(offset, offset + length, LARGEST_RANGE)
