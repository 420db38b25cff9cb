"""Reading one member at a time: what fits is taken, what does not is warned of and left at its default."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import PureWindowsPath
from typing import TypeVar

import msgspec

from wingetpy.model.locale import is_language_tag
from wingetpy.model.scope import Scope

T = TypeVar("T")


class SettingWarning(msgspec.Struct, frozen=True, rename="pascal"):
    """A setting that is not used. `path` is its dotted name (`logging.level`), empty for the whole file."""

    path: str
    text: str
    code: str = ""


class Unfit(Exception):
    """The value cannot be taken; the text completes "the setting ... "."""


class Members:
    """The members of one JSON document, asked for by dotted path. Collects a warning for each that does not fit."""

    def __init__(self, document: object) -> None:
        self._document = document
        self.warnings: list[SettingWarning] = []

    def read(self, path: str, reader: Callable[[object], T], default: T) -> T:
        """The value under the path, read by `reader`; `default` if it is missing, null or unfit."""
        value = self._find(path)
        if value is None:
            return default
        try:
            return reader(value)
        except Unfit as reason:
            self.warnings.append(SettingWarning(path, f"The setting {path} {reason}; its default is used."))
            return default

    def report_unused(self, path: str, reason: str) -> None:
        """Warn of a setting of winget that is given and has no effect here.

        Args:
            path: Its dotted path.
            reason: A clause that says why.
        """
        if self._find(path) is not None:
            self.warnings.append(SettingWarning(path, f"The setting {path} has no effect: {reason}."))

    def _find(self, path: str) -> object:
        value = self._document
        for name in path.split("."):
            if not isinstance(value, dict):
                return None
            value = value.get(name)
        return value


def flag(value: object) -> bool:
    if not isinstance(value, bool):
        raise Unfit("must be true or false")
    return value


def number(least: int, most: int) -> Callable[[object], int]:
    """A whole number within bounds."""

    def read(value: object) -> int:
        if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
            raise Unfit(f"must be a whole number from {least} to {most}")
        return value

    return read


def word(words: Sequence[T]) -> Callable[[object], T]:
    """One of these words, in any case."""

    def read(value: object) -> T:
        folded = value.casefold() if isinstance(value, str) else None
        for one in words:
            if one == folded:
                return one
        raise Unfit(f"must be one of {', '.join(map(str, words))}")

    return read


def words(known: Sequence[str]) -> Callable[[object], tuple[str, ...]]:
    """A list of these words, in any case. One that is unknown makes the whole list unfit, as in the reference."""
    read_one = word(known)

    def read(value: object) -> tuple[str, ...]:
        return tuple(read_one(one) for one in _list(value))

    return read


def texts(value: object) -> tuple[str, ...]:
    """A list of any texts."""
    return _list(value)


def locales(value: object) -> tuple[str, ...]:
    tags = _list(value)
    if not all(is_language_tag(tag) for tag in tags):
        raise Unfit("must be a list of locale tags such as en-US")
    return tags


def scope(value: object) -> Scope:
    try:
        return Scope.parse(value if isinstance(value, str) else "")
    except ValueError:
        raise Unfit("must be user or machine") from None


def absolute_path(value: object) -> PureWindowsPath:
    """A machine path with a drive, or a share; a relative one would mean something else in each working directory."""
    path = PureWindowsPath(value) if isinstance(value, str) else PureWindowsPath()
    if not path.is_absolute():
        raise Unfit("must be an absolute path")
    return path


def _list(value: object) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
        raise Unfit("must be a list of texts")
    return tuple(value)
