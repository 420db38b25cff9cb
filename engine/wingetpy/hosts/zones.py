"""The zone that a file came from: Windows' mark of the web, a short text in the file's stream `Zone.Identifier`."""

from __future__ import annotations

import os
import re
from enum import IntEnum

from wingetpy.errors import ErrorCode, HostError
from wingetpy.errors.secrets import without_secrets

STREAM = ":Zone.Identifier"
"""What follows the file's name. Where there are no streams, it is a file of that name."""
_LARGEST = 4096


class Zone(IntEnum):
    """URLZONE: where a file came from, as far as Windows tells apart."""

    computer = 0
    intranet = 1
    trusted = 2
    internet = 3
    untrusted = 4


def write_mark(native: str, zone: Zone, url: str) -> None:
    """Write the mark of a file.

    Args:
        native: The file's path, which is there.
        url: Where it was loaded from, without its secrets in the mark; empty for none.
    """
    host = f"HostUrl={without_secrets(url)}\r\n" if url else ""
    with open(native + STREAM, "w", encoding="utf-8", newline="") as stream:
        stream.write(f"[ZoneTransfer]\r\nZoneId={int(zone)}\r\n{host}")


def read_mark(native: str) -> Zone | None:
    """Return the zone that a file is marked with; None without a mark, or with one that names none."""
    try:
        with open(native + STREAM, encoding="utf-8", errors="replace") as stream:
            found = re.search(r"^ZoneId=([0-4])\s*$", stream.read(_LARGEST), re.M)
    except FileNotFoundError:
        return None
    return Zone(int(found[1])) if found else None


def is_mark(name: str) -> bool:
    """Whether a name in a folder is the mark of a file there, as it is where there are no streams."""
    return name.endswith(STREAM)


def remove_mark(native: str) -> None:
    """Remove the mark of a file, if it has one. Raises OSError."""
    try:
        os.unlink(native + STREAM)
    except (FileNotFoundError, NotADirectoryError):
        return


def refused_download(path: str, reason: str) -> HostError:
    """The error of a download that the system's check does not let pass."""
    return HostError(
        f"The security check of '{path}' failed: {reason}.",
        code=ErrorCode.InstallerSecurityCheckFailed,
        category="SecurityError",
        target=path,
        remedy="Look into the virus scanner's log and the policy for downloaded files; do not start the file.",
    )
