"""Windows' rules for one name of a file or folder, the same on every host."""

from __future__ import annotations

RESERVED_CHARACTERS = frozenset('<>:"/\\|?*') | frozenset(map(chr, range(32)))
DEVICE_NAMES = frozenset(
    ["con", "prn", "aux", "nul", "conin$", "conout$"]
    + [f"{port}{number}" for port in ("com", "lpt") for number in "123456789¹²³"]
)
"""Names that open a device in every folder, as `ntpath.isreserved` of CPython 3.13 has them.

The superscript digits count as digits; `com0` and `lpt0` are ordinary names: both were tried on Windows in
MicrosoftDocs/win32 pull request 1731, `com0` also in golang/go issue 67245.
"""
LONGEST_NAME = 255
"""In UTF-16 code units, as NTFS counts."""


def fold(name: str) -> str:
    """A name as it is compared: without case, as `PureWindowsPath` compares."""
    return name.lower()


def is_device_name(name: str) -> bool:
    """Whether Windows takes the name for a device, with or without extension: `NUL`, `com1.txt`, `AUX .log`."""
    return fold(name.partition(".")[0].partition(":")[0].rstrip(" ")) in DEVICE_NAMES


def why_name_is_refused(name: str) -> str | None:
    """Why Windows would refuse or change this name, as the end of a sentence; None for a good name."""
    if name in ("", ".", ".."):
        return "is no name"
    if not RESERVED_CHARACTERS.isdisjoint(name):
        return "has a reserved character"
    if name[-1] in ". ":
        return "ends in a dot or a blank"
    if is_device_name(name):
        return "is the name of a device"
    if len(name.encode("utf-16-le", "surrogatepass")) // 2 > LONGEST_NAME:
        return f"has more than {LONGEST_NAME} characters"
    return None


def suitable_path_part(text: str) -> str:
    """A file name made of any text, as winget makes it: each reserved character and a dot at the end become `_`.

    A text of more than 255 graphemes becomes its SHA-256 instead.

    Raises:
        ValueError: The result would be empty or the name of a device.
    """
    if _grapheme_count(text) > LONGEST_NAME:
        import hashlib  # late: start time

        return hashlib.sha256(text.encode()).hexdigest()
    name = "".join("_" if character in RESERVED_CHARACTERS else character for character in text)
    if name.endswith("."):
        name = name[:-1] + "_"
    if not name or is_device_name(name):
        raise ValueError(f"{text!r} makes no file name: {name!r} {why_name_is_refused(name)}")
    return name


def _grapheme_count(text: str) -> int:
    if text.isascii():
        return len(text)
    from wingetpy.model.name_patterns import count_graphemes  # late: start time, the regex package

    return count_graphemes(text)
