"""Windows' rules for one name of a file or folder, the same on every host."""

from __future__ import annotations

RESERVED_CHARACTERS = frozenset('<>:"/\\|?*') | frozenset(map(chr, range(32)))
DEVICE_NAMES = frozenset(
    ["con", "prn", "aux", "nul", "conin$", "conout$"]
    + [f"{port}{number}" for port in ("com", "lpt") for number in "0123456789¹²³"]
)
LONGEST_NAME = 255


def fold(name: str) -> str:
    """A name as it is compared: without case, as `PureWindowsPath` compares."""
    return name.lower()


def why_name_is_refused(name: str) -> str | None:
    """Why Windows would not take this name for a file, as the end of a sentence; None for a good name."""
    if name in (".", ".."):
        return "is no name"
    if not RESERVED_CHARACTERS.isdisjoint(name):
        return "has a reserved character"
    if name[-1] in ". ":
        return "ends in a dot or a blank"
    if fold(name.partition(".")[0].rstrip(" ")) in DEVICE_NAMES:
        return "is the name of a device"
    if len(name.encode("utf-16-le", "surrogatepass")) // 2 > LONGEST_NAME:
        return f"has more than {LONGEST_NAME} characters"
    return None
