"""Windows' rules for machine paths, the same on every host: what is refused here would be bent or lost further down.

Win32 strips trailing dots, opens devices and streams, and resolves `..`; a path with `\\\\?\\` skips all that and
makes entries that nobody can open again. So neither happens: such a path is an error before anything is touched.
"""

from __future__ import annotations

from pathlib import PureWindowsPath

from wingetpy.errors import ErrorCode, HostError

RESERVED_CHARACTERS = frozenset('<>:"/\\|?*') | frozenset(map(chr, range(32)))
DEVICE_NAMES = frozenset(
    ["con", "prn", "aux", "nul", "conin$", "conout$"]
    + [f"{port}{number}" for port in ("com", "lpt") for number in "0123456789¹²³"]
)
LONGEST_NAME = 255
BESIDE_SUFFIX = ".wingetpy-new"
"""What a file is called until it is whole (`Files.place_file`)."""


def fold(name: str) -> str:
    """A name as it is compared: without case, as `PureWindowsPath` compares."""
    return name.lower()


def checked(path: PureWindowsPath) -> PureWindowsPath:
    """The path itself, if it is absolute and every name in it may stand on Windows.

    Raises:
        HostError: InvalidParameter, with the part that is refused and why.
    """
    if not path.drive or not path.root:
        raise _refused(path, "it is not absolute")
    for name in path.parts[1:]:
        if reason := why_name_is_refused(name):
            raise _refused(path, f"'{name}' {reason}")
    return path


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


def beside(path: PureWindowsPath) -> PureWindowsPath:
    """Where a file is written before it is renamed to `path`."""
    return path.with_name(path.name + BESIDE_SUFFIX)


def _refused(path: PureWindowsPath, reason: str) -> HostError:
    return HostError(
        f"The path '{path}' cannot be used: {reason}.",
        code=ErrorCode.InvalidParameter,
        category="InvalidArgument",
        target=str(path),
        remedy="Name an absolute path of names that Windows takes.",
    )
