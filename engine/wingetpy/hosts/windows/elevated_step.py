"""The elevated helper: verifies a request, runs its program from a folder of administrators, writes the answer there.

Started by `elevation` with the user's consent. It trusts the hash on its command line and nothing else that a user can
write: the request is read once and compared, each file is hashed as it is copied, and the copies are what runs.
"""

from __future__ import annotations

import sys

assert sys.platform == "win32"

import ctypes
import os
import re
import shutil
import time
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path, PureWindowsPath

import msgspec

from wingetpy.errors import EngineError, ErrorCode, HostError
from wingetpy.errors.system import as_host_error, refusal
from wingetpy.hosts.files import KnownFolder
from wingetpy.hosts.names import beside, checked
from wingetpy.hosts.native_files import copy_whole, read_own_file, write_whole
from wingetpy.hosts.processes import ExitStatus
from wingetpy.hosts.windows.access import TRUSTED_INSTALLER, TRUSTED_OWNERS, owner_of
from wingetpy.hosts.windows.elevation_request import (
    ANSWER,
    FOLDER,
    LARGEST_REQUEST,
    STOP_SUFFIX,
    ElevatedAnswer,
    ElevatedRequest,
    FileToVerify,
    answer_folder,
    decoded_request,
    digest,
)  # fmt: skip
from wingetpy.hosts.windows.files import native
from wingetpy.hosts.windows.folders import known_folder
from wingetpy.hosts.windows.images import program_of
from wingetpy.hosts.windows.native import under_wine
from wingetpy.hosts.windows.processes import WindowsProcesses
from wingetpy.hosts.windows.registry import WindowsRegistry
from wingetpy.hosts.windows.state import make_for_administrators, state_folder
from wingetpy.hosts.windows.token import is_elevated

_OWNERS_OF_PROGRAMS = (*TRUSTED_OWNERS, TRUSTED_INSTALLER)
_PROTECTED = (KnownFolder.program_files, KnownFolder.program_files_x86, KnownFolder.windows)
_KEPT_SECONDS = 24 * 3600
_TRIES, _PAUSE_SECONDS = 10, 0.1


def main(words: Sequence[str]) -> int:
    """Carry out one request.

    Args:
        words: The request's file and its SHA-256.

    Returns:
        The program's exit code, or the HRESULT of the error, as the signed number that a process ends with.
    """
    try:
        request_file, request_hash = words
        state = _administrators_state()
        folder = _new_folder(state, request_hash)
    except ValueError:
        return ErrorCode.InvalidClArguments.signed
    except EngineError as error:
        return error.code.signed
    try:
        answer = _answer_of(_carried_out(Path(request_file), request_hash, folder))
    except EngineError as error:
        answer = _answer_of_error(error)
    write_whole(folder / ANSWER, msgspec.json.encode(answer))
    return ctypes.c_int32(answer.error_code or answer.exit_code).value


def _administrators_state() -> Path:
    if not is_elevated():
        raise refusal(ErrorCode.AccessDenied, "carry out", "an elevated step", "this process has no such rights")
    return state_folder()


def _new_folder(state: Path, request_hash: str) -> Path:
    """Make the folder of a request, which must be a new one; what older requests left is removed."""
    if re.fullmatch(r"[0-9a-f]{64}", request_hash) is None:
        raise refusal(ErrorCode.InvalidParameter, "carry out", request_hash, "it is no hash")
    folder = answer_folder(state, request_hash)
    with as_host_error("make", str(folder)):
        make_for_administrators(state / FOLDER)
        _remove_old(state / FOLDER)
        if folder.exists():
            raise refusal(ErrorCode.AlreadyExists, "carry out again", request_hash)
        make_for_administrators(folder)
    return folder


def _remove_old(folder: Path) -> None:
    for old in folder.iterdir():
        if time.time() - old.lstat().st_mtime > _KEPT_SECONDS:
            shutil.rmtree(old, ignore_errors=True)


def _carried_out(request_file: Path, request_hash: str, folder: Path) -> ExitStatus:
    request = _verified_request(request_file, request_hash)
    stop_file = request_file.with_name(request_file.name + STOP_SUFFIX)
    files = folder / "Files"
    try:
        copies = _copied(request.files, files)
        return WindowsProcesses(WindowsRegistry()).run(
            _with_protected_program(_with_copies(request.command_line, copies), copies.values()),
            working_directory=PureWindowsPath(files),
            timeout_seconds=request.timeout_seconds,
            settle_seconds=request.settle_seconds,
            stop=stop_file.exists,
        )
    finally:
        _remove(files)


def _remove(folder: Path) -> None:
    """Remove the copies; a program that has just ended may still hold them. What is in use goes a day later."""
    for _ in range(_TRIES):
        shutil.rmtree(folder, ignore_errors=True)
        if not folder.exists():
            return
        time.sleep(_PAUSE_SECONDS)


def _verified_request(path: Path, request_hash: str) -> ElevatedRequest:
    with as_host_error("read", str(path)):
        content = read_own_file(path, LARGEST_REQUEST)
    if digest(content) != request_hash:
        raise HostError(
            "The elevated step was not carried out: its request was changed after it was made.",
            code=ErrorCode.InstallerHashMismatch,
            category="SecurityError",
            target=str(path),
            remedy="Run the command again; if it fails again, find out which program changes the engine's own files.",
        )
    return decoded_request(content)


def _copied(files: Sequence[FileToVerify], folder: Path) -> dict[PureWindowsPath, PureWindowsPath]:
    """Copy the files into a new folder, each verified as it is written. Returns the copies by their originals."""
    originals = [checked(PureWindowsPath(file.path)) for file in files]
    with as_host_error("make", str(folder)):
        make_for_administrators(folder)
        base = PureWindowsPath(os.path.commonpath([path.parent for path in originals])) if originals else None
    copies = {path: PureWindowsPath(folder) / path.relative_to(base or folder) for path in originals}
    for file, (path, copy) in zip(files, copies.items(), strict=True):
        if not file.sha256:
            raise refusal(ErrorCode.InvalidParameter, "copy", str(path), "the request has no hash for it")
        with as_host_error("copy", path):
            Path(native(copy.parent)).mkdir(parents=True, exist_ok=True)
            copy_whole(Path(native(path)), Path(native(beside(copy))), Path(native(copy)), file.sha256)
    return copies


def _with_copies(command_line: str, copies: Mapping[PureWindowsPath, PureWindowsPath]) -> str:
    """The command line with the paths of the copies; a path that only begins like one of the files is kept."""
    if not copies:
        return command_line
    by_text = {str(path).lower(): str(copy) for path, copy in copies.items()}
    paths = "|".join(re.escape(text) for text in by_text)
    return re.sub(rf"(?:{paths})(?=[\s\";,]|$)", lambda found: by_text[found[0].lower()], command_line, flags=re.I)


def _with_protected_program(command_line: str, copies: Collection[PureWindowsPath]) -> str:
    """The command line, its program named with its folder, which is the copies' or one of administrators.

    Raises:
        HostError: AccessDenied for a program that others than administrators can replace.
    """
    program = program_of(command_line)
    if program in copies:
        return command_line
    if len(program.parts) == 1:
        name = program if program.suffix else program.with_suffix(".exe")
        full = known_folder(KnownFolder.system) / name
        command_line = command_line.replace(str(program), str(full), 1)
        program = full
    with as_host_error("start", program):
        if not _is_protected(checked(program)):
            raise refusal(
                ErrorCode.AccessDenied, "start with administrator rights", str(program), "a user can replace it"
            )
    return command_line


def _is_protected(program: PureWindowsPath) -> bool:
    """Whether it lies where only administrators write, and belongs to them: users may write to parts of Windows."""
    if under_wine():  # keeps no owners, and its system files are links of Linux
        return _lies_in_protected(program)
    real = PureWindowsPath(os.path.realpath(program, strict=True))
    return _lies_in_protected(real) and owner_of(Path(real)) in _OWNERS_OF_PROGRAMS


def _lies_in_protected(program: PureWindowsPath) -> bool:
    return any(program.is_relative_to(known_folder(folder)) for folder in _PROTECTED)


def _answer_of(status: ExitStatus) -> ElevatedAnswer:
    return ElevatedAnswer(status.exit_code, status.timed_out, status.stopped, status.left_running)


def _answer_of_error(error: EngineError) -> ElevatedAnswer:
    return ElevatedAnswer(
        error_code=error.code,
        error=error.text,
        category=error.category,
        target=error.target or "",
        remedy=str(error.remedy or ""),
    )
