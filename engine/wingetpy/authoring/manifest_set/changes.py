"""What a new version's manifest has otherwise than the older one's."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from wingetpy.manifests.yamltext import Document, Value


class ChangedField(msgspec.Struct, frozen=True, rename="pascal"):
    """One field with its path, `Installers[0].InstallerUrl`; "" where it is not there."""

    field: str
    old: str
    new: str


def changes_of(old: Document, new: Document) -> tuple[ChangedField, ...]:
    """Return the fields whose texts differ, in the order of the newer manifest."""
    before, after = dict(_texts(old, "")), dict(_texts(new, ""))
    changed = [
        ChangedField(field, before.get(field, ""), text) for field, text in after.items() if before.get(field) != text
    ]
    return (*changed, *(ChangedField(field, text, "") for field, text in before.items() if field not in after))


def _texts(value: Value, path: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, list):
        for place, one in enumerate(value):
            yield from _texts(one, f"{path}[{place}]")
    else:
        for key, one in value.items():
            yield from _texts(one, f"{path}.{key}" if path else key)
