"""Several downloads at once, reported as one."""

from __future__ import annotations

import threading
from collections.abc import Sequence

import msgspec

from wingetpy.errors import Cancelled, EngineError
from wingetpy.hosts.host import Host
from wingetpy.model.call import Call, Level, Progress
from wingetpy.model.proxy import CallerAccess, Proxy
from wingetpy.transfer.download import GoOn, download
from wingetpy.transfer.wanted import Downloaded, Wanted

AT_ONCE = 4


def download_several(
    host: Host, wanted: Sequence[Wanted], call: Call, go_on: GoOn, at_once: int = AT_ONCE
) -> list[Downloaded | EngineError]:
    """Download files, a few at once. One that fails stops no other one.

    Args:
        at_once: How many at most.

    Returns:
        In the order of `wanted` each file, or what it failed with.

    Raises:
        Cancelled, OperationError: as `go_on` raises, after all have stopped.
    """
    from concurrent.futures import ThreadPoolExecutor  # late: start time

    if not wanted:
        return []
    together = _Together(call, len(wanted))

    def fetch(place: int) -> Downloaded | EngineError:
        try:
            return download(host, wanted[place], together.part(place), go_on)
        except EngineError as error:
            return error

    with ThreadPoolExecutor(min(at_once, len(wanted)), thread_name_prefix="download") as pool:
        results = list(pool.map(fetch, range(len(wanted))))
    go_on()
    for result in results:
        if isinstance(result, Cancelled):
            raise result
    return results


class _Together:
    """Adds up the progress of several downloads."""

    def __init__(self, call: Call, count: int) -> None:
        self.call = call
        self._count = count
        self._lock = threading.Lock()
        self._parts: dict[int, Progress] = {}

    def part(self, place: int) -> _Part:
        return _Part(self, place)

    def report(self, place: int, progress: Progress) -> None:
        with self._lock:
            self._parts[place] = progress
            parts = list(self._parts.values())
            size = sum(one.bytes or 0 for one in parts)
            running = [one for one in parts if one.bytes != one.total_bytes]
            known = [one.total_bytes for one in parts if one.total_bytes is not None]
            total = sum(known) if len(known) == self._count else None
            self.call.progress(
                Progress(
                    activity=f"Downloading {self._count} files",
                    status=progress.activity,
                    percent_complete=min(100, size * 100 // total) if total else None,
                    bytes=size,
                    total_bytes=total,
                    bytes_per_second=sum(one.bytes_per_second or 0 for one in running),
                    parts=tuple(running),
                )
            )


class _Part:
    """The Call of one of several downloads."""

    def __init__(self, together: _Together, place: int) -> None:
        self._together = together
        self._place = place

    @property
    def cancelled(self) -> bool:
        return self._together.call.cancelled

    @property
    def forced(self) -> bool:
        return self._together.call.forced

    @property
    def proxy(self) -> Proxy | None:
        return self._together.call.proxy

    @property
    def access(self) -> CallerAccess:
        return self._together.call.access

    def items(self, rows: Sequence[msgspec.Struct]) -> None:
        raise AssertionError("a download emits no items")

    def progress(self, progress: Progress) -> None:
        self._together.report(self._place, progress)

    def message(self, level: Level, text: str, code: str | None = None) -> None:
        self._together.call.message(level, text, code)
