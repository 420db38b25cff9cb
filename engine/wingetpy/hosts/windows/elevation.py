"""One step with administrator rights: the user is asked by Windows (UAC), and a helper of ours does it.

The helper is this engine's own entry in this interpreter, isolated (`-I`), so that neither the current folder nor the
user's environment says which modules it runs. What it is asked for: `elevation_request`; what it does: `elevated_step`.
"""

from __future__ import annotations

import sys

assert sys.platform == "win32"

import subprocess
import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import msgspec

import wingetpy
from wingetpy.errors import ErrorCode, HostError
from wingetpy.errors.system import as_host_error
from wingetpy.hosts.native_files import read_own_file
from wingetpy.hosts.processes import ExitStatus, Stop, VerifiedFile
from wingetpy.hosts.windows.desktop import has_desktop
from wingetpy.hosts.windows.elevation_request import (
    ANSWER,
    COMMAND,
    STOP_SUFFIX,
    ElevatedAnswer,
    ElevatedRequest,
    FileToVerify,
    answer_folder,
    decoded_answer,
    digest,
)  # fmt: skip
from wingetpy.hosts.windows.native import exit_code_of, kernel32
from wingetpy.hosts.windows.shell import start_elevated
from wingetpy.hosts.windows.state import shared_state_folder, state_folder

BETWEEN_LOOKS_MILLISECONDS = 100
_WAIT_OBJECT_0 = 0
_CANCELLED, _BLOCKED_BY_POLICY = 1223, 1260


def ask_for_elevated_run(
    command_line: str,
    files: Sequence[VerifiedFile],
    *,
    interactive: bool,
    timeout_seconds: float | None,
    settle_seconds: float | None,
    stop: Stop | None,
) -> ExitStatus:
    """See `Processes.run_elevated`, for an engine without rights."""
    _need_somebody_to_ask(command_line, interactive)
    request = ElevatedRequest(
        command_line,
        tuple(FileToVerify(str(file.path), file.sha256) for file in files),
        uuid.uuid4().hex,
        timeout_seconds,
        settle_seconds,
    )
    content = msgspec.json.encode(request)
    with _written(content) as path, _asked(command_line, [str(path), digest(content)]) as helper:
        _wait(helper, path, stop)
        return _status(_answer(digest(content)) or _without_answer(command_line, exit_code_of(helper)))


def helper_words(arguments: Sequence[str]) -> list[str]:
    """The helper's command line, word by word: this interpreter, isolated, and this engine's own entry."""
    entry = Path(wingetpy.__file__).with_name("__main__.py")
    return [sys.executable, "-I", "-X", "utf8", str(entry), COMMAND, *arguments]


def _need_somebody_to_ask(command_line: str, interactive: bool) -> None:
    if interactive and has_desktop():
        return
    reason = "questions are switched off" if not interactive else "there is no desktop to ask on"
    raise HostError(
        f"The step needs administrator rights, and Windows cannot ask for them: {reason}.",
        code=ErrorCode.CommandRequiresAdmin,
        target=command_line,
        remedy="Run the command elevated.",
    )


@contextmanager
def _written(content: bytes) -> Iterator[Path]:
    """The request as a file of the user's, gone at the end."""
    folder = state_folder() / "Elevation"
    path = folder / f"{uuid.uuid4().hex}.json"
    with as_host_error("write", str(path)):
        folder.mkdir(exist_ok=True)
        path.write_bytes(content)
    try:
        yield path
    finally:
        path.unlink(missing_ok=True)
        _stop_file(path).unlink(missing_ok=True)


@contextmanager
def _asked(command_line: str, arguments: Sequence[str]) -> Iterator[int]:
    """The helper's process, once the user has agreed."""
    program, *words = helper_words(arguments)
    try:
        helper = start_elevated(program, subprocess.list2cmdline(words))
    except OSError as error:
        raise _why_not_started(command_line, error) from error
    try:
        yield helper
    finally:
        kernel32.CloseHandle(helper)


def _why_not_started(command_line: str, error: OSError) -> HostError:
    if error.winerror == _CANCELLED:
        return HostError(
            "The step needs administrator rights, and the user declined to give them.",
            code=ErrorCode.InstallCancelledByUser,
            category="OperationStopped",
            target=command_line,
            remedy="Try again and agree when Windows asks, or run the command elevated.",
        )
    reason = "a policy forbids to ask for them" if error.winerror == _BLOCKED_BY_POLICY else str(error.strerror)
    return HostError(
        f"The step needs administrator rights, and Windows did not give them: {reason.rstrip('.')}.",
        code=ErrorCode.CommandRequiresAdmin,
        target=command_line,
        remedy="Run the command elevated.",
    )


def _wait(helper: int, request: Path, stop: Stop | None) -> None:
    """Wait for the helper, which ends the program itself at its time limit, or when the stop file is there."""
    while kernel32.WaitForSingleObject(helper, BETWEEN_LOOKS_MILLISECONDS) != _WAIT_OBJECT_0:
        if stop is not None and stop():
            _stop_file(request).touch()


def _stop_file(request: Path) -> Path:
    return request.with_name(request.name + STOP_SUFFIX)


def _answer(request_hash: str) -> ElevatedAnswer | None:
    """What the helper wrote; None where there is nothing, or not in a folder of administrators."""
    state = shared_state_folder()
    path = answer_folder(state, request_hash) / ANSWER if state is not None else None
    if path is None or not path.is_file():
        return None
    with as_host_error("read", str(path)):
        return decoded_answer(read_own_file(path))


def _without_answer(command_line: str, code: int) -> ElevatedAnswer:
    return ElevatedAnswer(
        error_code=ErrorCode.CommandFailed,
        error=f"The elevated helper ended with exit code {code} and no answer; whether the program ran is not known.",
        category="InvalidResult",
        target=command_line,
        remedy="Look at the list of what is installed, and run the command elevated.",
    )


def _status(answer: ElevatedAnswer) -> ExitStatus:
    if answer.error_code:
        raise HostError(
            answer.error,
            code=ErrorCode(answer.error_code),
            category=answer.category,
            target=answer.target,
            remedy=answer.remedy or None,
        )
    return ExitStatus(answer.exit_code, answer.timed_out, answer.stopped, answer.left_running)
