"""Archives that mean harm, each with the program a manifest would name, small and quickly made."""

from __future__ import annotations

import io
import stat
import struct
import warnings
import zipfile
from collections.abc import Iterable

from kit.archives import zipped

PROGRAM = {"bin/tool.exe": "tool"}


def with_entry(name: str) -> bytes:
    """The program, and one more file of this name."""
    return zipped({**PROGRAM, name: "evil"})


def with_link() -> bytes:
    link = zipfile.ZipInfo("bin/evil.txt")
    link.create_system = 3
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    return _written([(zipfile.ZipInfo("bin/tool.exe"), b"tool"), (link, b"/etc/passwd")])


def with_names(*names: str) -> bytes:
    """Entries in this order; a name may come twice."""
    with warnings.catch_warnings(action="ignore", category=UserWarning):
        return _written([(zipfile.ZipInfo(name), b"evil") for name in names])


def encrypted() -> bytes:
    return _with_header(zipped({"bin/tool.exe": "tool"}), local=6, central=8, form="<H", value=1)


def bomb_by_declaration(size: int) -> bytes:
    """Some kilobytes that say they become `size` bytes."""
    packed = zipped({"bin/tool.exe": b"\0" * 1_000_000})
    return _with_header(packed, local=22, central=24, form="<I", value=size)


def bomb_that_lies() -> bytes:
    """It declares ten bytes and holds ten million."""
    packed = zipped({"bin/tool.exe": b"\0" * 10_000_000})
    return _with_header(packed, local=22, central=24, form="<I", value=10)


def bomb_of_shared_bytes() -> bytes:
    """Many entries over the same packed bytes: together more than a gigabyte, over 200 times what is there."""
    packed = zipped({"zeros.bin": b"\0" * 10_000_000})
    start = packed.index(b"PK\x01\x02")
    local, central = packed[:start], packed[start : packed.index(b"PK\x05\x06")]
    entries = b"".join(central.replace(b"zeros.bin", b"%05d.bin" % number) for number in range(300))
    return local + entries + struct.pack("<IHHHHIIH", 0x06054B50, 0, 0, 300, 300, len(entries), len(local), 0)


def _written(entries: Iterable[tuple[zipfile.ZipInfo, bytes]]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for info, content in entries:
            archive.writestr(info, content)
    return buffer.getvalue()


def _with_header(content: bytes, *, local: int, central: int, form: str, value: int) -> bytes:
    """The archive with another number in its first local header and its first central one."""
    changed = bytearray(content)
    struct.pack_into(form, changed, local, value)
    struct.pack_into(form, changed, changed.index(b"PK\x01\x02") + central, value)
    return bytes(changed)
