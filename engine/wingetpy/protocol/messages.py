"""The messages as structs, and the one encoder and decoder of the envelope."""

from __future__ import annotations

from typing import Annotated, Any, Literal

import msgspec
from msgspec import UNSET, Meta, Raw, UnsetType

from wingetpy.errors import EngineError, Suggestion
from wingetpy.errors.secrets import without_secrets
from wingetpy.model.call import Level, Progress
from wingetpy.model.decoding import json_decoder
from wingetpy.protocol.framing import (
    INVALID_PARAMS,
    INVALID_REQUEST,
    METHOD_NOT_FOUND,
    NOT_INITIALIZED,
    PARSE_ERROR,
    Fault,
)

TEXT_LIMIT = 64 * 1024
"""Characters of the longest text in an error or a `$/message`."""

RequestId = Annotated[int, Meta(ge=-(2**63), le=2**63 - 1)] | Annotated[str, Meta(max_length=256)]
"""Both kinds can be sent back as they came; `1` and `"1"` are two ids."""


class Request(msgspec.Struct, frozen=True):
    """A line from the peer. Without `id` it is a notification. `params` is decoded when the method is known."""

    jsonrpc: Literal["2.0"]
    method: str
    id: RequestId | UnsetType = UNSET
    params: Raw = Raw(b"{}")


class Response(msgspec.Struct, frozen=True, kw_only=True):
    """The final message of a request that succeeded."""

    jsonrpc: Literal["2.0"] = "2.0"
    id: RequestId
    result: Any


class ErrorData(msgspec.Struct, frozen=True, rename="pascal", omit_defaults=True, kw_only=True):
    """What a user needs beyond the text. `code` as in `0x8A150014`; `category` is a PowerShell ErrorCategory; `held_by`
    names the programs that hold a file.
    """

    code: str
    symbol: str
    category: str
    target: str | None = None
    remedy: str | None = None
    remedy_id: str | None = None
    remedy_values: dict[str, str] | None = None
    installer_exit_code: int | None = None
    log_path: str | None = None
    held_by: tuple[str, ...] = ()
    suggestions: tuple[Suggestion, ...] = ()


class ErrorObject(msgspec.Struct, frozen=True):
    """`code` is JSON-RPC's own for faults of the envelope, otherwise the signed 32-bit HRESULT."""

    code: int
    message: str
    data: ErrorData


class ErrorResponse(msgspec.Struct, frozen=True, kw_only=True):
    """The final message of a request that failed. `id` is null where the peer's line has no readable one."""

    jsonrpc: Literal["2.0"] = "2.0"
    id: RequestId | None
    error: ErrorObject


class Items(msgspec.Struct, frozen=True, rename="pascal"):
    """A batch of result objects: each row has one value a column, in the columns' order."""

    request_id: RequestId
    columns: tuple[str, ...]
    rows: list[tuple[Any, ...]]


class ProgressNote(Progress, frozen=True, rename="pascal", omit_defaults=True, kw_only=True):
    """How far a request is; members that say nothing are left out."""

    request_id: RequestId


class MessageNote(msgspec.Struct, frozen=True, rename="pascal", omit_defaults=True):
    """A message for the user; `code` as in `0x8A150014`."""

    request_id: RequestId
    level: Level
    text: str
    code: str | None = None


class ItemsNotification(msgspec.Struct, frozen=True, kw_only=True):
    jsonrpc: Literal["2.0"] = "2.0"
    method: Literal["$/items"] = "$/items"
    params: Items


class ProgressNotification(msgspec.Struct, frozen=True, kw_only=True):
    jsonrpc: Literal["2.0"] = "2.0"
    method: Literal["$/progress"] = "$/progress"
    params: ProgressNote


class MessageNotification(msgspec.Struct, frozen=True, kw_only=True):
    jsonrpc: Literal["2.0"] = "2.0"
    method: Literal["$/message"] = "$/message"
    params: MessageNote


class Client(msgspec.Struct, frozen=True, rename="pascal"):
    """Who speaks to the engine."""

    name: str
    version: str = ""


class InitializeParams(msgspec.Struct, frozen=True, rename="pascal"):
    protocol_version: int
    client: Client
    locale: str | None = None


class InitializeResult(msgspec.Struct, frozen=True, rename="pascal"):
    """Attributes:
    capabilities: The names of the methods, and of what else the engine offers.
    changing_methods: The methods that change the machine: a client waits for the end of such a request.
    machine_id: Of the machine alone; it tells objects of this machine from those of another one. Empty: not known.
    """

    protocol_version: int
    engine_version: str
    host: str
    log_path: str
    capabilities: tuple[str, ...]
    changing_methods: tuple[str, ...]
    machine_id: str


class CancelParams(msgspec.Struct, frozen=True, rename="pascal"):
    """Which request to stop before its next step. `force`: an installer that runs is ended, with all it started."""

    request_id: RequestId
    force: bool = False


class Nothing(msgspec.Struct, frozen=True):
    """The parameters of a method that has none."""


class _OnlyId(msgspec.Struct, frozen=True):
    id: RequestId | None = None


_encoder = msgspec.json.Encoder()
_requests = json_decoder(Request)
_ids = json_decoder(_OnlyId)

_FAULT_SYMBOLS = {
    PARSE_ERROR: "ParseError",
    INVALID_REQUEST: "InvalidRequest",
    METHOD_NOT_FOUND: "MethodNotFound",
    INVALID_PARAMS: "InvalidParams",
    NOT_INITIALIZED: "NotInitialized",
}


def encode(message: msgspec.Struct) -> bytes:
    """The message as a line with its LF.

    A lone surrogate, which Windows' registry and Linux' file names can hold, becomes `?`.
    """
    try:
        return _encoder.encode(message) + b"\n"
    except UnicodeEncodeError:
        return _encoder.encode(_encodable(msgspec.to_builtins(message))) + b"\n"


def decode(line: bytes) -> Request | Fault:
    """The request in a line, or what is wrong with it."""
    try:
        return _requests.decode(line)
    except RecursionError:
        return Fault(PARSE_ERROR, "The line is nested too deeply.")
    except msgspec.ValidationError as error:
        if line.lstrip().startswith(b"["):
            return Fault(INVALID_REQUEST, "Batches are not taken: send one request a line.")
        return Fault(INVALID_REQUEST, f"The line is JSON but no request: {error}")
    except msgspec.DecodeError as error:
        return Fault(PARSE_ERROR, f"The line is not JSON: {error}")


def id_in(line: bytes) -> RequestId | None:
    """The id in a line that is no valid request, None if it cannot be read."""
    try:
        return _ids.decode(line).id
    except (msgspec.MsgspecError, RecursionError):
        return None


def fault_response(id: RequestId | None, fault: Fault) -> ErrorResponse:
    """The answer to a fault of the envelope."""
    data = ErrorData(
        code=f"0x{fault.code & 0xFFFF_FFFF:08X}",
        symbol=_FAULT_SYMBOLS[fault.code],
        category="InvalidArgument" if fault.code == INVALID_PARAMS else "ProtocolError",
        target=shortened(without_secrets(fault.target), 256) if fault.target is not None else None,
    )
    return ErrorResponse(id=id, error=ErrorObject(fault.code, shortened(without_secrets(fault.text)), data))


def error_response(id: RequestId | None, error: EngineError) -> ErrorResponse:
    """The answer to a request that failed."""
    data = ErrorData(
        code=error.code.hex,
        symbol=error.symbol,
        category=error.category,
        target=error.target,
        remedy=error.remedy,
        remedy_id=error.remedy_id,
        remedy_values=error.remedy_values,
        installer_exit_code=error.installer_exit_code,
        log_path=error.log_path,
        held_by=error.held_by,
        suggestions=error.suggestions,
    )
    return ErrorResponse(id=id, error=ErrorObject(error.code.signed, shortened(error.text), data))


def lost_response(id: RequestId) -> bytes:
    """The answer to a request that failed in a way that left neither a result nor an error."""
    return encode(error_response(id, EngineError("The request failed, and its error could not be reported.")))


def shortened(text: str, limit: int = TEXT_LIMIT) -> str:
    """The text, cut with an ellipsis where it is longer than a message may carry."""
    return text if len(text) <= limit else text[: limit - 1] + "…"


def _encodable(value: Any) -> Any:
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode("utf-8")
    if isinstance(value, dict):
        return {_encodable(key): _encodable(member) for key, member in value.items()}
    if isinstance(value, list | tuple):
        return [_encodable(member) for member in value]
    return value
