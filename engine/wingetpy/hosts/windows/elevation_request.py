"""What an engine without rights asks of its elevated helper, and what the helper answers.

The request lies where the user can write, so its hash travels on the helper's command line, which nobody can change:
the helper reads the file once, compares, and looks at nothing of it again. The answer lies where only administrators
write, under a name that is the request's hash.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

import msgspec

from wingetpy.model.decoding import json_decoder

COMMAND = "elevated-step"
"""The internal word after which the engine's entry is the helper."""
FOLDER = "Elevated"
"""Below the administrators' state: a folder for each request, with the copies and the answer."""
ANSWER = "answer.json"
LARGEST_REQUEST = 16 << 20
STOP_SUFFIX = ".stop"
"""A file of the request's name with this end asks the helper to end the program. Only that it exists counts."""


class FileToVerify(msgspec.Struct, frozen=True):
    path: str
    sha256: str


class ElevatedRequest(msgspec.Struct, frozen=True):
    """One program to run. `nonce` makes each request another one; times in seconds, None without limit."""

    command_line: str
    files: tuple[FileToVerify, ...]
    nonce: str
    timeout_seconds: float | None = None
    settle_seconds: float | None = None


class ElevatedAnswer(msgspec.Struct, frozen=True, omit_defaults=True):
    """How the program ended, or why it was not started: `error_code` is the HRESULT then, 0 otherwise."""

    exit_code: int = 0
    timed_out: bool = False
    stopped: bool = False
    left_running: tuple[str, ...] = ()
    error_code: int = 0
    error: str = ""
    category: str = ""
    target: str = ""
    remedy: str = ""


def digest(content: bytes) -> str:
    """SHA-256 as lower-case hex."""
    return hashlib.sha256(content).hexdigest()


def answer_folder(state: Path, request_hash: str) -> Path:
    """Where the copies and the answer of a request lie.

    Args:
        state: The administrators' state folder.
        request_hash: `digest` of the request.
    """
    return state / FOLDER / request_hash[:32]


def decoded_request(content: bytes) -> ElevatedRequest:
    return json_decoder(ElevatedRequest).decode(content)


def decoded_answer(content: bytes) -> ElevatedAnswer:
    return json_decoder(ElevatedAnswer).decode(content)
