"""Small requests and their whole answers, bounded in time and size; whoever waits can stop at any moment."""

from __future__ import annotations

import queue
import random
import threading
import time
from collections.abc import Mapping
from typing import TYPE_CHECKING

import msgspec

from wingetpy.errors import Cancelled, TransferError
from wingetpy.model.call import Call
from wingetpy.model.proxy import Proxy
from wingetpy.transfer.answer import TRY_AGAIN, retry_after
from wingetpy.transfer.client import client
from wingetpy.transfer.encoding import plain_blocks
from wingetpy.transfer.no_reply import ByteBudget, as_no_reply
from wingetpy.transfer.no_reply import NoReply as NoReply
from wingetpy.transfer.proxy_use import proxy_of
from wingetpy.transfer.redirects import Redirects
from wingetpy.transfer.shared_client import SharedClient

if TYPE_CHECKING:
    import httpx

    from wingetpy.transfer.certificate import ClientCertificate
    from wingetpy.transfer.pins import PinnedKeys

LIMIT_SECONDS = 30.0
"""For a request with all its attempts, unless the caller says otherwise."""
LARGEST_BODY = 64 << 20
ATTEMPTS = 3
PAUSE_SECONDS = 0.5
LONGEST_PAUSE = 10.0
_LOOK_SECONDS = 0.05


class Question(msgspec.Struct, frozen=True, kw_only=True):
    """A request that may be sent more than once: it changes nothing on the server.

    Attributes:
        headers: For the first server only, where it redirects to another.
        everywhere: Headers for every server that is asked: which part of a file is wanted.
        body: JSON; None for a GET.
        budget: What the answer may use up together with others; None for a bound of its own alone.
    """

    url: str
    headers: Mapping[str, str] = {}
    everywhere: Mapping[str, str] = {}
    body: bytes | None = None
    budget: ByteBudget | None = None


class Reply(msgspec.Struct, frozen=True, kw_only=True):
    """A server's answer. Names of headers are in lower case."""

    status: int
    reason: str
    headers: Mapping[str, str]
    body: bytes

    @property
    def retry_after(self) -> float | None:
        """Seconds that the server asks to wait."""
        return retry_after(self.headers.get("retry-after", ""))


class Exchange:
    """The connections to one server, kept between requests. Several threads may use it.

    Args:
        pins, certificate: See `client`.
        connections: How many requests may be under way at once; a further one waits.
        largest: Bytes of an answer at most; None for the usual bound.
    """

    def __init__(
        self,
        *,
        pins: PinnedKeys | None = None,
        certificate: ClientCertificate | None = None,
        connections: int = 8,
        largest: int | None = None,
        http2: bool = False,
    ) -> None:
        self._pins = pins
        self._certificate = certificate
        self._connections = connections
        self._largest = LARGEST_BODY if largest is None else largest
        self._http2 = http2
        self._free = threading.BoundedSemaphore(connections)
        self._lock = threading.Lock()
        self._clients: dict[Proxy | None, SharedClient] = {}

    def ask(self, question: Question, call: Call, *, seconds: float = LIMIT_SECONDS) -> Reply:
        """Send a request and wait for its whole answer; a server that asks to come back later is asked again.

        Args:
            call: Its proxy is used; it is asked whether the caller stopped waiting.
            seconds: For all attempts together; silence ends them earlier (`client.STANDSTILL_SECONDS`).

        Returns:
            An answer of any status but a redirect.

        Raises:
            NoReply: none came in time, or none that may be read.
            Cancelled: the caller stopped waiting.
        """
        until = time.monotonic() + seconds
        for attempt in range(1, ATTEMPTS + 1):
            last = attempt == ATTEMPTS
            pause = PAUSE_SECONDS * attempt * (0.5 + random.random())
            try:
                reply = self._attempt(question, call, until)
            except NoReply as error:
                if last or error.kind not in ("connection", "protocol"):
                    raise
                if time.monotonic() + pause >= until:
                    raise
            else:
                if reply.status not in TRY_AGAIN or last:
                    return reply
                pause = pause if reply.retry_after is None else reply.retry_after
                if pause > LONGEST_PAUSE or time.monotonic() + pause >= until:
                    return reply
            _wait(pause, call)
        raise AssertionError("the last attempt returns or raises")

    def close(self) -> None:
        """Close all connections; the next request opens new ones."""
        with self._lock:
            clients, self._clients = self._clients, {}
        for one in clients.values():
            one.close()

    def __del__(self) -> None:
        self.close()

    def _attempt(self, question: Question, call: Call, until: float) -> Reply:
        answers: queue.SimpleQueue[Reply | BaseException] = queue.SimpleQueue()
        shared = self._client(call.proxy)
        self._take(call, until)
        with shared.in_use():
            reader = threading.Thread(target=self._read, args=(shared, question, until, answers), daemon=True)
            reader.start()
            while True:
                if call.cancelled:
                    self._give_up(shared)
                    raise Cancelled("The request was cancelled.")
                try:
                    answer = answers.get(timeout=_LOOK_SECONDS)
                except queue.Empty:
                    if time.monotonic() > until:
                        self._give_up(shared)
                        raise NoReply("time", "it did not answer in time") from None
                    continue
                if isinstance(answer, Reply):
                    return answer
                raise _named_proxy(as_no_reply(answer), question.url, call.proxy) from answer

    def _take(self, call: Call, until: float) -> None:
        while not self._free.acquire(timeout=_LOOK_SECONDS):
            if call.cancelled:
                raise Cancelled("The request was cancelled.")
            if time.monotonic() > until:
                raise NoReply("time", "it did not answer earlier requests in time")

    def _read(
        self, shared: SharedClient, question: Question, until: float, answers: queue.SimpleQueue[Reply | BaseException]
    ) -> None:
        try:
            answers.put(self._reply(shared, question, until))
        except BaseException as error:  # noqa: BLE001  raised on the waiting side, which would wait for ever
            answers.put(error)
        finally:
            self._free.release()
            shared.ended()

    def _reply(self, shared: SharedClient, question: Question, until: float) -> Reply:
        import httpx  # late: start time

        http = shared.http
        left = max(until - time.monotonic(), 0.1)
        usual = http.timeout
        request = http.build_request(
            "GET" if question.body is None else "POST",
            question.url,
            headers={**question.everywhere, **question.headers},
            content=question.body,
            timeout=httpx.Timeout(min(left, usual.read or left), connect=min(left, usual.connect or left)),
            extensions={"trace": shared.traced},
        )
        redirects = Redirects(tuple(question.headers), stays=self._certificate is not None)
        while True:
            answer = http.send(request, stream=True)
            try:
                following = redirects.next_request(http, answer)
                if following is None:
                    return self._whole(answer, until, question.budget)
            finally:
                answer.close()
            following.extensions = request.extensions
            request = following

    def _whole(self, answer: httpx.Response, until: float, budget: ByteBudget | None) -> Reply:
        body = bytearray()
        announced = answer.headers.get("Content-Length", "")
        if announced.isdecimal() and len(announced) <= 18 and int(announced) > self._largest:
            raise NoReply("size", f"its answer is larger than {self._largest >> 20} MB")
        for block in plain_blocks(answer):
            body += block
            if budget is not None:
                budget.take(len(block))
            if len(body) > self._largest:
                raise NoReply("size", f"its answer is larger than {self._largest >> 20} MB")
            if time.monotonic() > until:
                raise NoReply("time", "its answer did not end in time")
        return Reply(
            status=answer.status_code,
            reason=answer.reason_phrase,
            headers={name.lower(): value for name, value in answer.headers.items()},
            body=bytes(body),
        )

    def _client(self, proxy: Proxy | None) -> SharedClient:
        with self._lock:
            known = self._clients.get(proxy)
            if known is None:
                known = self._clients[proxy] = SharedClient(self._new_client(proxy))
            return known

    def _new_client(self, proxy: Proxy | None) -> httpx.Client:
        try:
            return client(
                proxy,
                pins=self._pins,
                certificate=self._certificate,
                connections=self._connections,
                http2=self._http2,
            )
        except TransferError as error:
            raise as_no_reply(error) from error

    def _give_up(self, shared: SharedClient) -> None:
        """Let the thread of a request that nobody waits for end as soon as it disturbs no other request."""
        with self._lock:
            self._clients = {proxy: one for proxy, one in self._clients.items() if one is not shared}
        shared.retire()


def _named_proxy(error: NoReply, url: str, proxy: Proxy | None) -> NoReply:
    """Say through which proxy nothing came: it may be what has to be mended."""
    through = proxy_of(url, proxy) if error.kind in ("connect", "connection", "certificate", "time") else ""
    return NoReply(error.kind, f"{error.reason.rstrip('.')} (through the proxy {through})") if through else error


def _wait(seconds: float, call: Call) -> None:
    until = time.monotonic() + seconds
    while (left := until - time.monotonic()) > 0:
        if call.cancelled:
            raise Cancelled("The request was cancelled.")
        time.sleep(min(left, _LOOK_SECONDS))
