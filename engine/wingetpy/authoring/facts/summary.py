"""The summary of a Windows Installer database: a set of properties by number, of which texts and numbers are read.

`olefile` reads these, too, but takes their counts as they are given: a count of billions ends it in minutes.
"""

from __future__ import annotations

import struct
from contextlib import suppress

_PLACE_OF_SET = 44
_MOST_PROPERTIES = 100
_SHORT, _LONG, _TEXT = 2, 3, 30


def read_summary(data: bytes) -> dict[int, str | int]:
    """Return the texts and numbers of the first set. What does not lie within the data is left out."""
    found: dict[int, str | int] = {}
    with suppress(struct.error):  # it is cut off
        (start,) = struct.unpack_from("<I", data, _PLACE_OF_SET)
        (count,) = struct.unpack_from("<I", data, start + 4)
        for at in range(min(count, _MOST_PROPERTIES)):
            number, offset = struct.unpack_from("<II", data, start + 8 + 8 * at)
            value = _value(data, start + offset)
            if value is not None:
                found[number] = value
    return found


def _value(data: bytes, place: int) -> str | int | None:
    (kind,) = struct.unpack_from("<H", data, place)
    if kind == _TEXT:
        (length,) = struct.unpack_from("<I", data, place + 4)
        return data[place + 8 : place + 8 + length].partition(b"\0")[0].decode("cp1252", "replace")
    if kind in (_SHORT, _LONG):
        value: int = struct.unpack_from("<h" if kind == _SHORT else "<i", data, place + 4)[0]
        return value
    return None
