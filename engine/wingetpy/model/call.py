"""What a command is given to report to its caller: the Call. Commands never learn who listens."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, Protocol

import msgspec

from wingetpy.model.proxy import CallerAccess, Proxy

Level = Literal["Verbose", "Information", "Warning", "Error"]


class Progress(msgspec.Struct, frozen=True, rename="pascal", omit_defaults=True, kw_only=True):
    """How far a command is. Either `percent_complete` (0-100) or bytes; `total_bytes` None: the size is unknown.

    `parts`: of several downloads at once, each that has begun and has not ended; the rest adds all of them up.
    """

    activity: str
    status: str = ""
    percent_complete: int | None = None
    bytes: int | None = None
    total_bytes: int | None = None
    bytes_per_second: int | None = None
    parts: tuple[Progress, ...] = ()


class Call(Protocol):
    """One request in progress, as a command sees it."""

    @property
    def cancelled(self) -> bool:
        """Whether the caller asked to stop. Looked at before each step."""

    @property
    def forced(self) -> bool:
        """Whether the caller asked to stop at once: a program that runs is ended with all that it started."""

    @property
    def proxy(self) -> Proxy | None:
        """The proxy for every request that the command sends; None for those of the engine's own environment."""

    @property
    def access(self) -> CallerAccess:
        """What the caller gives so that sources let the command in."""

    def items(self, rows: Sequence[msgspec.Struct]) -> None:
        """Emit result objects, all of one type, in order. May be called many times; the receiver batches."""

    def progress(self, progress: Progress) -> None:
        """Say how far things are. May be called often: the receiver thins it out."""

    def message(self, level: Level, text: str, code: str | None = None) -> None:
        """Tell the user something that is neither a result nor an error; `code` as in `0x8A150014`."""


class CallThrough:
    """Another call's, with a proxy or an access to sources of its own."""

    def __init__(self, call: Call, proxy: Proxy | None, access: CallerAccess | None = None) -> None:
        self._call = call
        self.proxy = proxy
        self.access = access or call.access
        self.items = call.items
        self.progress = call.progress
        self.message = call.message

    @property
    def cancelled(self) -> bool:
        return self._call.cancelled

    @property
    def forced(self) -> bool:
        return self._call.forced


class CallWarnedOnce(CallThrough):
    """Another call's, which hears each warning once: for what looks at the machine several times."""

    def __init__(self, call: Call) -> None:
        super().__init__(call, call.proxy)
        self._warnings: set[str] = set()
        self.message = self._pass_on

    def _pass_on(self, level: Level, text: str, code: str | None = None) -> None:
        if level != "Warning" or text not in self._warnings:
            self._call.message(level, text, code)
        if level == "Warning":
            self._warnings.add(text)


class QuietCall:
    """Another call's, whose messages and objects nobody is to see: what a plan says that is made beforehand."""

    def __init__(self, call: Call) -> None:
        self._call = call
        self.proxy = call.proxy
        self.access = call.access

    @property
    def cancelled(self) -> bool:
        return self._call.cancelled

    @property
    def forced(self) -> bool:
        return self._call.forced

    def items(self, rows: Sequence[msgspec.Struct]) -> None:
        """Emit nothing."""

    def progress(self, progress: Progress) -> None:
        self._call.progress(progress)

    def message(self, level: Level, text: str, code: str | None = None) -> None:
        """Report nothing."""
