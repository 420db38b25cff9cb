"""A wrapper for any host that reports each change to a watcher, before and after it.

Generic: what is a change is read from the marks of the protocols (`change`), and all else is the host's own. Faults,
counting and the kill at the n-th change are watchers; a host and the rooms above know nothing of them.
"""

from __future__ import annotations

from functools import cache
from typing import Any, TypeVar, cast, get_type_hints

from wingetpy.hosts.change import Change, Mark, Watcher, marks_of
from wingetpy.hosts.host import Host

__all__ = ["Change", "Watcher", "watch", "watched"]

Part = TypeVar("Part")


def watch(host: Host, watcher: Watcher) -> Host:
    """The same host, each part of which that declares changes is watched."""
    return cast(Host, _WatchedHost(host, watcher))


def watched(part: Part, protocol: object, watcher: Watcher) -> Part:
    """The same part of a host, whose changes a watcher sees.

    Args:
        part: A part of a host.
        protocol: The protocol that declares its changes.
        watcher: Called before and after each.
    """
    return cast(Part, _Watched(part, marks_of(protocol), watcher))


class _Watched:
    """Passes every attribute on; what is called a second time is found without this class."""

    def __init__(self, part: object, marks: dict[str, Mark], watcher: Watcher) -> None:
        self._part = part
        self._marks = marks
        self._watcher = watcher

    def __getattr__(self, name: str) -> Any:
        member = getattr(self._part, name)
        if mark := self._marks.get(name):
            member = _watching(member, mark, self._watcher)
        if callable(member):
            setattr(self, name, member)
        return member


def _watching(method: Any, mark: Mark, watcher: Watcher) -> Any:
    def watched_method(*arguments: Any, **named: Any) -> Any:
        change = mark.change(arguments, named)
        watcher.before(change)
        result = method(*arguments, **named)
        watcher.after(change)
        return result

    return watched_method


class _WatchedHost:
    def __init__(self, host: Host, watcher: Watcher) -> None:
        self._host = host
        self._parts = {
            name: watched(getattr(host, name), protocol, watcher) for name, protocol in _parts_with_changes().items()
        }

    def __getattr__(self, name: str) -> Any:
        return self._parts[name] if name in self._parts else getattr(self._host, name)


@cache
def _parts_with_changes() -> dict[str, object]:
    """The protocols of those parts of a host that declare changes, by the part's name."""
    properties = {name: member for name, member in vars(Host).items() if isinstance(member, property)}
    parts = {name: get_type_hints(member.fget)["return"] for name, member in properties.items()}
    return {name: protocol for name, protocol in parts.items() if marks_of(protocol)}
