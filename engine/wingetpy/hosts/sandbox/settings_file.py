"""A JSON file in the sandbox's root that says how the small machine is; read again whenever it changes."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Generic, TypeVar

import msgspec

from wingetpy.errors import BadRequest, ErrorCode, HostError
from wingetpy.errors.system import as_host_error
from wingetpy.hosts.native_files import read_own_file
from wingetpy.model.decoding import UNREADABLE, json_decoder

_MOVE_AWAY = "Move it away: the sandbox works without it."
T = TypeVar("T", bound=msgspec.Struct)


class SettingsFile(Generic[T]):
    """Settings of one kind: defaults, over them the file, the environment variable (JSON), and what the constructor
    was given.

    Args:
        path: The file; it need not be there.
        kind: The struct; its defaults are the defaults.
        variable: Name of the environment variable.
        override: Members that differ from the default win over all else.

    Raises:
        BadRequest: (from `current`) the JSON cannot be read or has a member that is not known.
        HostError: (likewise) the system refuses to read the file.
    """

    def __init__(self, path: Path, kind: type[T], variable: str, override: T | None = None) -> None:
        self._path = path
        self._kind = kind
        self._variable = variable
        self._override = _members(override) if override is not None else {}
        self._from_environment = self._parsed(os.environ.get(variable) or "{}", variable)
        self._stamp: tuple[int, int, int] | None = None
        self._current: T | None = None

    def current(self) -> T:
        stamp = self._stamp_now()
        if self._current is None or stamp != self._stamp:
            from_file = self._parsed(read_file(self._path), str(self._path)) if stamp else {}
            self._current = self._made(from_file | self._from_environment | self._override)
            self._stamp = stamp
        return self._current

    def _stamp_now(self) -> tuple[int, int, int] | None:
        try:
            with as_host_error("read", str(self._path), remedy=_MOVE_AWAY):
                status = os.stat(self._path)
        except HostError as error:
            if error.code is ErrorCode.FileNotFound:
                return None
            raise
        return status.st_ino, status.st_size, status.st_mtime_ns

    def _made(self, members: dict[str, msgspec.Raw]) -> T:
        try:
            return json_decoder(self._kind).decode(msgspec.json.encode(members))
        except UNREADABLE as error:
            raise BadRequest(
                f"The sandbox's {self._path.stem} in {self._path} or {self._variable} cannot be used: {error}.",
                target=str(self._path),
                remedy=f"Correct the file or {self._variable}.",
            ) from error

    def _parsed(self, text: str | bytes, origin: str) -> dict[str, msgspec.Raw]:
        try:
            return msgspec.json.decode(text, type=dict[str, msgspec.Raw])
        except UNREADABLE as error:
            raise BadRequest(
                f"The sandbox's {self._path.stem} in {origin} cannot be read: {error}.",
                target=origin,
                remedy="Correct it: it must be a JSON object.",
            ) from error


def read_file(path: Path) -> bytes:
    """Return the content of a file that describes the sandbox. Raises HostError as the system says it."""
    with as_host_error("read", str(path), remedy=_MOVE_AWAY):
        return read_own_file(path)


def _members(settings: msgspec.Struct) -> dict[str, msgspec.Raw]:
    return msgspec.json.decode(msgspec.json.encode(settings), type=dict[str, msgspec.Raw])
