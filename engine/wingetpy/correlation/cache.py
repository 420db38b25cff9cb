"""Correlations, kept as long as what they were made of: the entries, the sources' content, the records."""

from __future__ import annotations

import threading
from collections.abc import Hashable, Sequence
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from wingetpy.correlation.correlated import Correlated
    from wingetpy.inventory.entry import InstalledEntry
    from wingetpy.sources.composite import CompositeSource
    from wingetpy.state.tracking import TrackedPackage

_MOST_KEPT = 8


class _Kept(NamedTuple):
    entries: Sequence[InstalledEntry]
    tracked: Sequence[TrackedPackage]
    correlated: Sequence[Correlated]


class CorrelationCache:
    """Lives as long as an engine. Several threads may ask it."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._kept: dict[tuple[Hashable, ...], _Kept] = {}

    def correlated(
        self, entries: Sequence[InstalledEntry], sources: CompositeSource | None, tracked: Sequence[TrackedPackage]
    ) -> Sequence[Correlated]:
        """What `correlate` returns for them.

        Args:
            entries: From `InventoryCache.entries`: the same object as long as nothing has changed.
        """
        from wingetpy.correlation.correlate import correlate  # late: start time

        content = _content(sources)
        kept = self._kept.get(content) if content is not None else None
        if kept is not None and kept.entries is entries and kept.tracked == tracked:
            return kept.correlated
        found = correlate(entries, sources, tracked)
        if content is not None and _content(sources) == content and _is_repeatable(found, sources):
            with self._lock:
                if len(self._kept) >= _MOST_KEPT:
                    self._kept.clear()
                self._kept[content] = _Kept(entries, tracked, found)
        return found


def _content(sources: CompositeSource | None) -> tuple[Hashable, ...] | None:
    """What the sources answer from; None if one of them cannot say."""
    contents: list[tuple[Hashable, ...]] = [
        (one.details.name, one.details.identifier, one.details.priority, one.content)
        for one in (sources.sources if sources is not None else ())
    ]
    if any(content is None for *_, content in contents):
        return None
    return (sources is not None and sources.is_named, *contents)


def _is_repeatable(found: Sequence[Correlated], sources: CompositeSource | None) -> bool:
    """Whether the same question has the same answer: every source answered, and no manifest was read, which is a file
    that may change without a word. One is read for a package whose version is `latest`."""
    from wingetpy.model.version import Version  # late: start time

    newest = {one.available_versions[0] for one in found if one.available_versions}
    return (sources is None or sources.is_complete) and not any(Version.parse(text).is_latest for text in newest)
