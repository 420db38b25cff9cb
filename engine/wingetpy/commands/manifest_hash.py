"""`manifest/hash`: the SHA-256 of an installer, and of an MSIX package's signature."""

from __future__ import annotations

from pathlib import Path

import msgspec

from wingetpy.commands.command import Command
from wingetpy.commands.engine import Engine
from wingetpy.commands.objects import Fault
from wingetpy.errors import EngineError, ErrorCode, NotFound
from wingetpy.model.call import Call


class HashParameters(msgspec.Struct, frozen=True, rename="pascal", kw_only=True):
    """`path` is native to the engine's disk."""

    path: str
    msix: bool = False


class HashResult(msgspec.Struct, frozen=True, rename="pascal", kw_only=True):
    """Upper-case hex. `error` tells why an MSIX's signature could not be hashed; the file's own hash is there all the same."""

    path: str
    sha256: str
    signature_sha256: str | None = None
    error: Fault | None = None


def hash_file(engine: Engine, parameters: HashParameters, call: Call) -> HashResult:
    from wingetpy.transfer.hashing import file_sha256, signature_sha256  # late: start time

    path = Path(parameters.path)
    if not path.is_file():
        raise NotFound(f"File does not exist: {path}", code=ErrorCode.FileNotFound, target=str(path))
    sha256 = file_sha256(path)
    if not parameters.msix:
        return HashResult(path=str(path), sha256=sha256)
    try:
        return HashResult(path=str(path), sha256=sha256, signature_sha256=signature_sha256(path))
    except EngineError as error:
        return HashResult(path=str(path), sha256=sha256, error=Fault.of(error, str(path)))


HASH = Command(HashParameters, HashResult, hash_file)
