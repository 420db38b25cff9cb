"""From a request to its final line, whatever the handler does."""

from __future__ import annotations

from collections.abc import Callable

from wingetpy.errors import EngineError
from wingetpy.model.call import Level
from wingetpy.model.proxy import NetworkParameters
from wingetpy.protocol.dispatch import Method
from wingetpy.protocol.framing import LINE_LIMIT_OUT, TOO_LONG, Fault
from wingetpy.protocol.messages import Request, Response, encode, error_response, fault_response
from wingetpy.protocol.request import RunningRequest

Log = Callable[[Level, str], None]


class RequestExecution:
    """Runs handlers.

    Args:
        log_path: Where the log is, for errors that only the log explains.
        log: Takes a level and a text, from any thread.
    """

    def __init__(self, log_path: str, log: Log) -> None:
        self._log_path = log_path
        self._log = log

    def run(self, method: Method, request: Request, running: RunningRequest) -> bytes:
        """Do the request; what it emits is sent before this returns its final line."""
        try:
            params = method.decoder.decode(running.method, request.params)
            if isinstance(params, Fault):
                return encode(fault_response(running.id, params))
            if isinstance(params, NetworkParameters):
                running.proxy, running.access = params.proxy, params.access
            try:
                result = method.handler(params, running)
            finally:
                running.close()
            line = encode(Response(id=running.id, result=result))
        except EngineError as error:
            return encode(error_response(running.id, error))
        except BaseException as error:  # noqa: BLE001  reported to peer and log; a SystemExit ends no session
            return self.unexpected(running, error)
        return line if len(line) <= LINE_LIMIT_OUT else self._too_long(running, len(line))

    def unexpected(self, running: RunningRequest, error: BaseException) -> bytes:
        """The final line after an error that no user should meet, or a shortage of the system; the log gets the
        traceback."""
        import traceback  # late: start time

        from wingetpy.errors.system import shortage

        self.log("Error", f"request {running.id!r}: {running.method}\n{''.join(traceback.format_exception(error))}")
        answer = shortage(error, f"The request {running.method!r}") or EngineError(
            f"{running.method!r} met an unexpected {type(error).__name__}: {error}",
            remedy="The log has the details.",
            log_path=self._log_path,
        )
        return encode(error_response(running.id, answer))

    def log(self, level: Level, text: str) -> None:
        """Write to the log; whatever fails there leaves no request without its answer."""
        try:
            self._log(level, text)
        except Exception:  # noqa: BLE001
            return

    def _too_long(self, running: RunningRequest, size: int) -> bytes:
        text = f"The answer to {running.method!r} is {size} bytes long; a message holds {LINE_LIMIT_OUT}."
        return encode(error_response(running.id, EngineError(text, remedy=TOO_LONG)))
