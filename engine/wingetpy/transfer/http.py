"""The one HTTP client. A thread of its own reads; whoever waits for it can stop waiting at any moment."""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import TYPE_CHECKING

from wingetpy.errors import EngineError
from wingetpy.model.proxy import Proxy
from wingetpy.transfer.answer import Answer, judge, range_headers
from wingetpy.transfer.body import body_blocks
from wingetpy.transfer.certificate import ClientCertificate
from wingetpy.transfer.client import STANDSTILL_SECONDS, client
from wingetpy.transfer.failures import Cut, as_failure, failed, size_mismatch, too_slow
from wingetpy.transfer.partial import PartialFile
from wingetpy.transfer.rate import Patience
from wingetpy.transfer.redirects import Redirects
from wingetpy.transfer.shared_client import SharedClient
from wingetpy.transfer.wanted import Wanted

if TYPE_CHECKING:
    import httpx

_QUEUED = 16
HEAD_SECONDS = 120.0
"""Until a server has sent the head of its answer, redirects included: one byte may come late, not each of them."""


def fetch(
    wanted: Wanted, part: PartialFile, go_on: Callable[[], None], proxy: Proxy | None
) -> Iterator[tuple[bytes, int | None]]:
    """The blocks of a file with its whole size, if known; what the part holds is not asked for again.

    The part is emptied here where the server sends the file from its beginning.

    Args:
        proxy: The call's; None for the environment's.

    Raises:
        Cut: may be tried again, the part keeps what it has.
        TransferError: will not become better.
    """
    offset, tag = part.size, part.tag
    blocks: queue.Queue[_Item] = queue.Queue(_QUEUED if wanted.most_per_second is None else 1)
    stopped = _Stopped()
    reader = threading.Thread(target=_read, args=(wanted, proxy, offset, tag, blocks, stopped), daemon=True)
    reader.start()
    total: int | None = None
    patience: Patience | None = None  # from the head of the answer on
    try:
        while True:
            began = time.monotonic()
            until = began + (patience.left if patience else HEAD_SECONDS)
            try:
                item = _next(wanted, blocks, reader, go_on, until)
            except _Late:
                raise _late(wanted, patience) from None
            if item is None:
                break
            if isinstance(item, Cut | EngineError):
                if isinstance(item, Cut) and item.part_is_stale:
                    part.start_anew("")
                raise item
            if isinstance(item, Answer):
                patience = Patience(wanted.progress_seconds)
                total = item.total
                if item.offset != offset or offset == 0:
                    part.start_anew(item.tag)
            else:
                if patience:
                    patience.took(time.monotonic() - began, len(item))
                yield item, total
    finally:
        stopped.close(reader)
    if total is not None and part.size != total:
        raise Cut(size_mismatch(wanted, part.size, total))


class _Stopped(threading.Event):
    """Set when nobody waits for a reader any more."""

    def __init__(self) -> None:
        super().__init__()
        self._clients: list[SharedClient] = []

    def closes(self, used: SharedClient) -> None:
        """Have a client closed at the end, if the reader still waits for it then."""
        self._clients.append(used)
        if self.is_set():
            used.close()

    def close(self, reader: threading.Thread) -> None:
        """Let nobody wait any more: a server that sends a head without end would keep the reader for ever."""
        self.set()
        if reader.is_alive():
            for used in list(self._clients):
                threading.Thread(target=used.cut, daemon=True).start()


_Item = Answer | bytes | Cut | EngineError | None


class _Late(Exception):
    """What is waited for did not come in time."""


def _late(wanted: Wanted, patience: Patience | None) -> EngineError | Cut:
    if patience is None:
        return failed(wanted, f"the server did not begin its answer within {HEAD_SECONDS:g} seconds")
    return Cut(too_slow(wanted, patience.size, wanted.progress_seconds))


def _next(
    wanted: Wanted, blocks: queue.Queue[_Item], reader: threading.Thread, go_on: Callable[[], None], until: float
) -> _Item:
    """Wait for the reader's next item. A reader that ended without a last item is an error, never a wait for ever.

    Raises:
        _Late: nothing came until then.
    """
    while True:
        go_on()
        if time.monotonic() > until:
            raise _Late
        alive = reader.is_alive()  # before the look: what a thread puts is there when it has ended
        try:
            return blocks.get(timeout=0.1 if alive else 0)
        except queue.Empty:
            if not alive:
                raise failed(wanted, "the thread that reads it has ended") from None


def _put(blocks: queue.Queue[_Item], item: _Item, stopped: threading.Event) -> bool:
    while not stopped.is_set():
        try:
            blocks.put(item, timeout=0.5)
        except queue.Full:
            continue
        return True
    return False


def _read(
    wanted: Wanted, proxy: Proxy | None, offset: int, tag: str, blocks: queue.Queue[_Item], stopped: _Stopped
) -> None:
    """Read in a thread of its own: whatever happens goes into the queue, the end as None or as the failure."""
    has_begun = False
    try:
        headers = range_headers(offset, tag)
        with ExitStack() as open_clients:
            answer = _answer(wanted, headers, _Clients(wanted, proxy, open_clients, stopped), open_clients)
            has_begun = True
            if not _put(blocks, judge(wanted, answer, offset, headers.get("If-Range", "")), stopped):
                return
            for block in body_blocks(answer, wanted.most_per_second, _standstill(wanted)):
                if not _put(blocks, block, stopped):
                    return
        _put(blocks, None, stopped)
    except BaseException as error:  # noqa: BLE001  raised on the waiting side, which would wait for ever
        _put(blocks, as_failure(wanted, error, has_begun=has_begun), stopped)


def _standstill(wanted: Wanted) -> float:
    """Seconds after which the reader gives up by itself; the waiting side, which can say more, is earlier."""
    return max(STANDSTILL_SECONDS, wanted.progress_seconds + 5)


def _answer(wanted: Wanted, headers: dict[str, str], clients: _Clients, stack: ExitStack) -> httpx.Response:
    """Return the answer to a GET, after its redirects, with its body still to be read. The stack closes it."""
    redirects = Redirects(clients.own_headers)
    current = clients.for_url(wanted.url)
    request = current.http.build_request("GET", wanted.url, headers={**headers, **clients.headers_for(wanted.url)})
    while True:
        request.extensions["trace"] = current.traced
        answer = current.http.send(request, stream=True)
        stack.callback(answer.close)
        following = redirects.next_request(current.http, answer)
        if following is None:
            return answer
        answer.close()
        request = following
        current = clients.for_url(str(request.url))


class _Clients:
    """The clients of one download: one that shows what lets the engine into the source, one for all other servers."""

    def __init__(self, wanted: Wanted, proxy: Proxy | None, stack: ExitStack, stopped: _Stopped) -> None:
        self._wanted = wanted
        self._credential = wanted.credential
        self._proxy = proxy
        self._stack = stack
        self._stopped = stopped
        self._open: dict[bool, SharedClient] = {}

    @property
    def own_headers(self) -> tuple[str, ...]:
        return tuple(self._credential.credential.request_headers()) if self._credential else ()

    def headers_for(self, url: str) -> dict[str, str]:
        return self._credential.headers_for(url) if self._credential else {}

    def for_url(self, url: str) -> SharedClient:
        private = self._credential is not None and self._credential.is_for(url)
        if private not in self._open:
            certificate = self._certificate() if private else None
            http = client(self._proxy, certificate=certificate, standstill=_standstill(self._wanted))
            self._open[private] = known = SharedClient(self._stack.enter_context(http))
            self._stopped.closes(known)
        return self._open[private]

    def _certificate(self) -> ClientCertificate | None:
        kept = self._credential.credential if self._credential else None
        if kept is None or not kept.certificate:
            return None
        return ClientCertificate(path=kept.certificate, password=kept.certificate_password)
