"""What a change of the machine is, and the mark that says so where a protocol declares one.

    @change("{path}", writes=("path",))
    def remove_file(self, path: PureWindowsPath) -> None: ...

`watched` reads the marks; nothing else needs to know a new method.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path, PureWindowsPath
from typing import Any, Protocol, TypeVar

import msgspec

Method = TypeVar("Method", bound=Callable[..., Any])

_MARK = "__wingetpy_change__"


class Change(msgspec.Struct, frozen=True):
    """One change.

    Attributes:
        what: The method's name.
        target: What it is done to, in words.
        paths: The machine paths that it writes to.
        staged: The native file whose content it places, if any.
    """

    what: str
    target: str
    paths: tuple[PureWindowsPath, ...] = ()
    staged: Path | None = None


class Watcher(Protocol):
    def before(self, change: Change) -> None:
        """May raise to refuse the change, or end the process."""

    def after(self, change: Change) -> None:
        """Not called for a change that was refused."""


class Mark(msgspec.Struct, frozen=True):
    """How a call of a marked method becomes a `Change`. `parameters` are its names, without self."""

    what: str
    parameters: tuple[str, ...]
    target: str
    writes: tuple[str, ...]
    staged: str | None

    def change(self, arguments: tuple[Any, ...], named: dict[str, Any]) -> Change:
        values = dict(zip(self.parameters, arguments, strict=False)) | named
        return Change(
            self.what,
            self.target.format(**values),
            tuple(values[name] for name in self.writes),
            values[self.staged] if self.staged else None,
        )


def change(target: str, *, writes: tuple[str, ...] = (), staged: str | None = None) -> Callable[[Method], Method]:
    """Mark a method of a protocol as one change of the machine.

    Args:
        target: What it is done to, with the method's parameters in braces.
        writes: The parameters that hold machine paths it writes to.
        staged: The parameter that holds the native file whose content it places.
    """

    def mark(method: Method) -> Method:
        code = method.__code__
        parameters = code.co_varnames[1 : code.co_argcount + code.co_kwonlyargcount]
        setattr(method, _MARK, Mark(method.__name__, parameters, target, writes, staged))
        return method

    return mark


@cache
def marks_of(protocol: object) -> dict[str, Mark]:
    """The changes that a protocol declares, by the method's name."""
    return {name: getattr(member, _MARK) for name, member in vars(protocol).items() if hasattr(member, _MARK)}
