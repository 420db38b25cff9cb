"""The one HTTP client. A thread of its own reads; whoever waits for it can stop waiting at any moment."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from wingetpy.errors import ErrorCode, TransferError
from wingetpy.model.proxy import Proxy
from wingetpy.transfer.partial import PartialFile
from wingetpy.transfer.wanted import Wanted

if TYPE_CHECKING:
    import ssl

    import httpx

_QUEUED = 16
CONNECT_SECONDS = 15.0
STANDSTILL_SECONDS = 60.0
LONGEST_RETRY_AFTER = 60.0
_TRY_AGAIN = (408, 425, 429, 500, 502, 503, 504)


class Cut(Exception):
    """The transfer did not come to its end, and another attempt may help.

    Attributes:
        error: What the user is told if it does not.
        pause: Seconds that the server asked to wait.
        part_is_stale: What was read before is of no use.
    """

    def __init__(self, error: TransferError, pause: float | None = None, part_is_stale: bool = False) -> None:
        super().__init__(error.text)
        self.error = error
        self.pause = pause
        self.part_is_stale = part_is_stale


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
    blocks: queue.Queue[_Answer | bytes | Exception | None] = queue.Queue(_QUEUED)
    stopped = threading.Event()
    reader = threading.Thread(target=_read, args=(wanted, proxy, offset, tag, blocks, stopped), daemon=True)
    reader.start()
    total: int | None = None
    try:
        while True:
            item = _next(blocks, go_on)
            if item is None:
                break
            if isinstance(item, Exception):
                if isinstance(item, Cut) and item.part_is_stale:
                    part.start_anew("")
                raise item
            if isinstance(item, _Answer):
                total = item.total
                if item.offset != offset or offset == 0:
                    part.start_anew(item.tag)
            else:
                yield item, total
    finally:
        stopped.set()
    if total is not None and part.size != total:
        raise Cut(_size_mismatch(wanted, part.size, total))


class _Answer:
    """How a server answers: from where on, how much the whole is, which version."""

    def __init__(self, offset: int, total: int | None, tag: str) -> None:
        self.offset = offset
        self.total = total
        self.tag = tag


_Item = _Answer | bytes | Exception | None


def _next(blocks: queue.Queue[_Item], go_on: Callable[[], None]) -> _Item:
    while True:
        go_on()
        try:
            return blocks.get(timeout=0.1)
        except queue.Empty:
            continue


def _put(blocks: queue.Queue[_Item], item: _Item, stopped: threading.Event) -> bool:
    while not stopped.is_set():
        try:
            blocks.put(item, timeout=0.5)
        except queue.Full:
            continue
        return True
    return False


def _read(
    wanted: Wanted, proxy: Proxy | None, offset: int, tag: str, blocks: queue.Queue[_Item], stopped: threading.Event
) -> None:
    """The reader's thread: everything that happens goes into the queue."""
    import httpx  # late: start time

    try:
        with (
            client(proxy) as http,
            http.stream("GET", wanted.url, headers=_range(offset, tag)) as answer,
        ):
            if not _put(blocks, _judge(wanted, answer, offset), stopped):
                return
            for block in answer.iter_raw():
                if not _put(blocks, block, stopped):
                    return
        _put(blocks, None, stopped)
    except (Cut, TransferError) as error:
        _put(blocks, error, stopped)
    except (httpx.InvalidURL, httpx.UnsupportedProtocol, httpx.TooManyRedirects) as error:
        _put(blocks, _failed(wanted, str(error)), stopped)
    except httpx.RemoteProtocolError as error:
        _put(blocks, Cut(_cut_short(wanted, str(error))), stopped)
    except (httpx.HTTPError, OSError) as error:
        _put(blocks, Cut(_failed(wanted, str(error) or type(error).__name__)), stopped)


def client(proxy: Proxy | None) -> httpx.Client:
    """A client that uses the caller's proxies, or else those of the environment."""
    import httpx  # late: start time

    from wingetpy import __version__

    timeout = httpx.Timeout(STANDSTILL_SECONDS, connect=CONNECT_SECONDS)
    headers = {"User-Agent": f"WinGetPy/{__version__}", "Accept-Encoding": "identity"}
    verify = _trust()
    if proxy is None:
        return httpx.Client(timeout=timeout, headers=headers, verify=verify, follow_redirects=True)
    mounts: dict[str, httpx.HTTPTransport | None] = {}
    for scheme, given in (("http://", proxy.http), ("https://", proxy.https)):
        if given:
            address = given if "://" in given else f"http://{given}"
            mounts[scheme] = httpx.HTTPTransport(proxy=address, verify=verify)
    for name in (proxy.no or "").split(","):
        if name.strip() == "*":
            mounts = {}
            break
        if bare := name.strip().lstrip(".*"):
            mounts[f"all://{bare}"] = None
            if ":" not in bare:
                mounts[f"all://*.{bare}"] = None
    return httpx.Client(
        timeout=timeout, headers=headers, verify=verify, follow_redirects=True, trust_env=False, mounts=mounts
    )


def _trust() -> ssl.SSLContext:
    """The system's own certificates. Also for http addresses: they may redirect to https."""
    import ssl  # late: start time

    import truststore  # late: start time

    return truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)


def _range(offset: int, tag: str) -> dict[str, str]:
    if offset == 0 or not tag:
        return {}
    return {"Range": f"bytes={offset}-", "If-Range": tag}


def _judge(wanted: Wanted, answer: httpx.Response, offset: int) -> _Answer:
    if answer.status_code in _TRY_AGAIN:
        raise Cut(_failed(wanted, f"the server answers {_status(answer)}"), _retry_after(answer))
    if answer.status_code == 416:
        raise Cut(_failed(wanted, "the file has become shorter than what was read of it"), part_is_stale=True)
    if not answer.is_success:
        raise _failed(wanted, f"the server answers {_status(answer)}")
    length = answer.headers.get("Content-Length", "")
    size = int(length) if length.isdigit() else None
    tag = _tag(answer)
    if answer.status_code == 206:
        if not str(answer.headers.get("Content-Range", "")).startswith(f"bytes {offset}-"):
            raise Cut(_failed(wanted, "the server gives another part than was asked for"), part_is_stale=True)
        return _Answer(offset, None if size is None else offset + size, tag)
    return _Answer(0, size, tag)


def _tag(answer: httpx.Response) -> str:
    """What names this version of the file for If-Range: a strong ETag, else the date."""
    etag = str(answer.headers.get("ETag", ""))
    return etag if etag and not etag.startswith("W/") else str(answer.headers.get("Last-Modified", ""))


def _retry_after(answer: httpx.Response) -> float | None:
    text = str(answer.headers.get("Retry-After", ""))
    if text.isdigit():
        return min(float(text), LONGEST_RETRY_AFTER)
    if not text:
        return None
    from email.utils import parsedate_to_datetime  # late: start time
    from time import time

    try:
        return min(max(parsedate_to_datetime(text).timestamp() - time(), 0.0), LONGEST_RETRY_AFTER)
    except ValueError:
        return None


def _status(answer: httpx.Response) -> str:
    return f"{answer.status_code} {answer.reason_phrase}".strip()


def _failed(wanted: Wanted, reason: str) -> TransferError:
    return TransferError(
        f"The download of {wanted.name} from '{wanted.url}' failed: {reason.rstrip('.')}.",
        target=wanted.url,
        remedy="See whether the network and the proxy are right, and try again.",
    )


def _cut_short(wanted: Wanted, reason: str) -> TransferError:
    return TransferError(
        f"The download of {wanted.name} from '{wanted.url}' was cut short: {reason.rstrip('.')}.",
        code=ErrorCode.DownloadSizeMismatch,
        target=wanted.url,
        remedy="Try again: what was read is kept and taken up.",
    )


def _size_mismatch(wanted: Wanted, size: int, total: int) -> TransferError:
    return _cut_short(wanted, f"{total:,} bytes were announced, {size:,} came")
