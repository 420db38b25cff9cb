"""Names and publishers as keys of the index."""

from __future__ import annotations

from wingetpy.model.names import normalize_name, normalize_publisher
from wingetpy.model.text import fold


def name_keys(name: str) -> tuple[str, ...]:
    """A name normalized; first with the architecture that it carries, if it carries one."""
    normalized = normalize_name(fold(name))
    return tuple(dict.fromkeys((normalized.with_architecture, normalized.name)))


def publisher_key(publisher: str) -> str:
    return normalize_publisher(fold(publisher))


def joined(name: str, publisher: str) -> str:
    """A normalized name and publisher as one key."""
    return f"{name}\n{publisher}"
