"""The one fake of a Call."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import msgspec

from wingetpy.model.call import Level, Progress
from wingetpy.model.proxy import CallerAccess, Proxy


@dataclass
class Listener:
    """A Call that keeps what it receives.

    Attributes:
        cancel_at: The number of the question "cancelled?" that is answered with yes; None: never.
        emits: Whether items are expected; where they are not, one is an error of the code under test.
    """

    rows: list[msgspec.Struct] = field(default_factory=list)
    messages: list[tuple[str, str, str | None]] = field(default_factory=list)
    reports: list[Progress] = field(default_factory=list)
    proxy: Proxy | None = None
    access: CallerAccess = field(default_factory=CallerAccess)
    cancel_at: int | None = None
    forced: bool = False
    asked: int = 0
    emits: bool = False

    @property
    def cancelled(self) -> bool:
        self.asked += 1
        return self.cancel_at is not None and self.asked >= self.cancel_at

    def items(self, rows: Sequence[msgspec.Struct]) -> None:
        assert self.emits, "only a command emits items"
        self.rows.extend(rows)

    def progress(self, progress: Progress) -> None:
        self.reports.append(progress)

    def message(self, level: Level, text: str, code: str | None = None) -> None:
        self.messages.append((level, text, code))

    def warnings(self) -> list[str]:
        return [text for level, text, _ in self.messages if level == "Warning"]

    def codes(self) -> list[str | None]:
        return [code for _, _, code in self.messages]
