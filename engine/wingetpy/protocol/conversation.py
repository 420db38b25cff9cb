"""What one peer asks and is answered: initialize, requests and their cancellation, the end."""

from __future__ import annotations

import threading
import time
from functools import partial

import msgspec
from msgspec import UNSET

from wingetpy import PROTOCOL_VERSION
from wingetpy.errors import Cancelled, EngineError, ErrorCode
from wingetpy.messages.language import LanguageUnreadable, speak
from wingetpy.protocol.dispatch import MethodTable, ParamsDecoder
from wingetpy.protocol.execution import Log, RequestExecution
from wingetpy.protocol.framing import (
    INVALID_REQUEST,
    METHOD_NOT_FOUND,
    NOT_INITIALIZED,
    Fault,
)
from wingetpy.protocol.messages import (
    CancelParams,
    InitializeParams,
    InitializeResult,
    Request,
    RequestId,
    Response,
    decode,
    encode,
    error_response,
    fault_response,
    id_in,
    lost_response,
    shortened,
)
from wingetpy.protocol.request import RunningRequest
from wingetpy.protocol.workers import Workers
from wingetpy.protocol.writer import Writer

READING_GRACE = 1.0
"""Seconds that reading requests may go on after the end of stdin, so that a file of requests piped in is answered."""

CANCEL_GRACE = 2.0
"""Seconds that a cancelled reading request may take to notice. Changing ones are waited for without a bound."""

_END_OF_INPUT = "end of input"
_IDLE = "idle"


class ServerInfo(msgspec.Struct, frozen=True):
    """What `initialize` answers."""

    engine_version: str
    host: str
    log_path: str
    capabilities: tuple[str, ...] = ()
    machine_id: str = ""


class Conversation:
    """Answers one peer. `take` and `end_of_input` are called by the reading thread, `wait` and `close` by the main one.

    Args:
        table: The methods besides its own.
        info: What `initialize` answers.
        log: Told of requests, faults and tracebacks.
    """

    def __init__(self, table: MethodTable, info: ServerInfo, log: Log) -> None:
        self._table = table
        self._info = info
        self._log = log
        self._execution = RequestExecution(info.log_path, log)
        self._workers = Workers()
        # Reentrant: a final line is sent under it, and finding the peer gone by that ends the session.
        self._lock = threading.RLock()
        self._changed = threading.Condition(self._lock)
        self._running: dict[RequestId, RunningRequest] = {}
        self._initialized = False
        self._ending = ""
        self._shutdown_id: RequestId | None = None
        self._last_sign = time.monotonic()
        self._writer: Writer

    def attach(self, writer: Writer) -> None:
        """Give it its writer, before the first line."""
        self._writer = writer

    # Lines

    def take(self, line: bytes | Fault) -> None:
        """Answer a line or have it answered."""
        self._last_sign = time.monotonic()
        request = decode(line) if isinstance(line, bytes) else line
        if isinstance(request, Fault):
            self._refuse(self._free(id_in(line)) if isinstance(line, bytes) else None, request)
        elif request.id is UNSET:
            self._notified(request)
        else:
            self._requested(request, request.id)

    def _notified(self, request: Request) -> None:
        if request.method == "$/cancel":
            self._cancel(request, None)
        elif not request.method.startswith("$/"):
            self._refuse(
                None, Fault(INVALID_REQUEST, f"{shortened(request.method, 100)!r} needs an id.", request.method)
            )

    def _requested(self, request: Request, id: RequestId) -> None:
        name = request.method
        if id in self._running or id == self._shutdown_id:
            self._refuse(None, Fault(INVALID_REQUEST, f"The id {id!r} is that of a request that still runs.", str(id)))
        elif self._ending == _IDLE:
            return  # too late: the peer sees the end of the stream and starts another engine
        elif self._ending:
            self._refuse(id, Fault(INVALID_REQUEST, "The engine is ending and takes no further request.", name))
        elif name == "initialize":
            self._initialize(request, id)
        elif name == "shutdown":
            self._shutdown_id = id
            self.end("shutdown")
        elif name == "$/cancel":
            self._cancel(request, id)
        elif not self._initialized:
            self._refuse(id, Fault(NOT_INITIALIZED, "The first request must be 'initialize'.", name))
        elif not self._table.known(name):
            self._refuse(id, Fault(METHOD_NOT_FOUND, f"There is no method {shortened(name, 100)!r}.", name))
        elif (method := self._table.quick(name)) is not None:
            self._writer.send(self._execution.run(method, request, RunningRequest(id, name, self._writer)))
        else:
            self._start(request, id)

    def _initialize(self, request: Request, id: RequestId) -> None:
        params = _INITIALIZE.decode(request.method, request.params)
        if isinstance(params, Fault):
            self._refuse(id, params)
            return
        if self._initialized:
            self._refuse(id, Fault(INVALID_REQUEST, "'initialize' was already answered.", request.method))
        elif params.protocol_version != PROTOCOL_VERSION:
            self._writer.send(encode(error_response(id, self._wrong_version(params.protocol_version))))
        else:
            self._initialized = True
            self._speak(params.locale or "")
            info = self._info
            capabilities = (*info.capabilities, *self._table)
            result = InitializeResult(
                protocol_version=PROTOCOL_VERSION,
                engine_version=info.engine_version,
                host=info.host,
                log_path=info.log_path,
                capabilities=capabilities,
                changing_methods=self._table.changing,
                machine_id=info.machine_id,
            )
            self._writer.send(encode(Response(id=id, result=result)))

    def _speak(self, locale: str) -> None:
        """Take the peer's language for what is said to it."""
        try:
            speak(locale)
        except LanguageUnreadable as damage:
            self._log("Warning", f"The language {locale} is left out: {damage}")

    def _wrong_version(self, theirs: int) -> EngineError:
        older = "engine" if theirs > PROTOCOL_VERSION else "module"
        return EngineError(
            f"The module speaks protocol {theirs}, engine {self._info.engine_version} speaks {PROTOCOL_VERSION}.",
            code=ErrorCode.ProtocolVersionMismatch,
            category="ProtocolError",
            remedy=f"Update the {older}.",
        )

    def _cancel(self, request: Request, id: RequestId | None) -> None:
        params = _CANCEL.decode(request.method, request.params)
        if isinstance(params, Fault):
            self._refuse(id, params)
            return
        running = self._running.get(params.request_id)
        if running is not None:
            running.cancel(force=params.force)
        if id is not None:
            self._writer.send(encode(Response(id=id, result=None)))

    def _refuse(self, id: RequestId | None, fault: Fault) -> None:
        self._execution.log("Warning", f"refused: {fault.text}")
        self._writer.send(encode(fault_response(id, fault)))

    def _free(self, id: RequestId | None) -> RequestId | None:
        """The id, unless a running request has it: a peer would take the error for its final message."""
        return None if id in self._running else id

    # Requests

    def _start(self, request: Request, id: RequestId) -> None:
        running = RunningRequest(id, request.method, self._writer)
        with self._lock:
            self._running[id] = running
        self._workers.run(partial(self._work, request, running))

    def _work(self, request: Request, running: RunningRequest) -> None:
        began = time.monotonic()
        self._execution.log("Verbose", f"request {running.id!r}: {running.method}")
        line = b""
        try:
            line = self._begun(request, running)
            self._execution.log("Verbose", f"request {running.id!r}: ended after {time.monotonic() - began:.3f} s")
        finally:  # whatever it raised: the peer waits for a final line, and the end for its changes
            with self._lock:
                del self._running[running.id]
                self._last_sign = time.monotonic()
                self._changed.notify_all()
                self._writer.send(line or lost_response(running.id))

    def _begun(self, request: Request, running: RunningRequest) -> bytes:
        cancelled = Cancelled(f"{running.method!r} was cancelled before it began.")
        if running.cancelled:
            return encode(error_response(running.id, cancelled))
        try:
            method = self._table.get(running.method)
        except Exception as error:  # noqa: BLE001  reported to the peer and the log
            return self._execution.unexpected(running, error)
        with self._lock:  # `close` decides under the same lock for whom it waits
            changes = self._table.changes(running.method)
            if changes and self._ending:
                return encode(error_response(running.id, cancelled))
            running.changes = changes
        return self._execution.run(method, request, running)

    # The end

    def end_of_input(self) -> None:
        """The peer will send nothing more."""
        self.end(_END_OF_INPUT)

    def peer_gone(self) -> None:
        """Nobody reads what is written."""
        self.end("the pipe is closed")

    def end(self, reason: str) -> None:
        """Have `wait` return. No request is taken from now on."""
        with self._lock:
            if not self._ending:
                self._ending = reason
            self._changed.notify_all()

    def wait(self, idle_seconds: float) -> None:
        """Return when it is to end: by `end`, or after so long without a line or a running request."""
        with self._lock:
            while not self._ending:
                left = self._last_sign + idle_seconds - time.monotonic()
                if left <= 0 and not self._running:
                    self._ending = _IDLE
                    return
                self._changed.wait(left if left > 0 else idle_seconds)

    def close(self) -> None:
        """Cancel what runs, wait for it (without a bound for changes), and answer `shutdown`."""
        self._execution.log("Verbose", f"the conversation ends: {self._ending}")
        if self._ending == _END_OF_INPUT:
            self._cancel_all(changes_only=True)
            self._wait_for_readers(READING_GRACE)
        self._cancel_all(changes_only=False)
        self._wait_for_readers(CANCEL_GRACE)
        self._wait_for_changes()
        if self._shutdown_id is not None:
            self._writer.send(encode(Response(id=self._shutdown_id, result=None)))

    def _cancel_all(self, *, changes_only: bool) -> None:
        with self._lock:
            running = [each for each in self._running.values() if each.changes or not changes_only]
        for each in running:
            each.cancel()

    def _wait_for_readers(self, seconds: float) -> None:
        until = time.monotonic() + seconds
        with self._lock:
            while (left := until - time.monotonic()) > 0 and not all(each.changes for each in self._running.values()):
                self._changed.wait(left)

    def _wait_for_changes(self) -> None:
        with self._lock:
            while any(each.changes for each in self._running.values()):
                self._changed.wait()


_INITIALIZE = ParamsDecoder(InitializeParams)
_CANCEL = ParamsDecoder(CancelParams)
