"""A call whose caller accepts the agreements of sources: a document said so."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from wingetpy.model.call import Call, Level, Progress


class AgreeingCall:
    """Another call's, that lets sources whose agreements it accepts in."""

    def __init__(self, call: Call) -> None:
        self._call = call
        self.proxy = call.proxy
        self.access = msgspec.structs.replace(call.access, accept_agreements=True)

    @property
    def cancelled(self) -> bool:
        return self._call.cancelled

    @property
    def forced(self) -> bool:
        return self._call.forced

    def items(self, rows: Sequence[msgspec.Struct]) -> None:
        self._call.items(rows)

    def progress(self, progress: Progress) -> None:
        self._call.progress(progress)

    def message(self, level: Level, text: str, code: str | None = None) -> None:
        self._call.message(level, text, code)


def agreeing(call: Call, accepts: bool) -> Call:
    """Return the call, as one that accepts agreements where a document does."""
    return AgreeingCall(call) if accepts else call
