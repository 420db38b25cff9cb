"""Windows' rules for names of files and folders, as text: they hold on every host."""

from __future__ import annotations

RESERVED_CHARACTERS = frozenset('<>:"/\\|?*')
DEVICE_NAMES = frozenset(
    {"con", "prn", "aux", "nul"} | {f"{port}{n}" for port in ("com", "lpt") for n in "123456789¹²³"}
)
LONGEST_NAME = 255


def is_device_name(name: str) -> bool:
    """Whether Windows takes the name for a device, with or without extension: `NUL`, `com1.txt`, `AUX .log`."""
    return name.partition(".")[0].partition(":")[0].rstrip(" ").lower() in DEVICE_NAMES


def is_valid_file_name(name: str) -> bool:
    """Whether a file or folder can have that name, and keeps it.

    Refused are reserved characters (so alternate streams, `a.txt:b`), control characters, names of devices, `.` and
    `..`, and a dot or blank at the end, which Windows would drop silently.
    """
    if not name or len(name) > LONGEST_NAME or name[-1] in ". ":
        return False
    if any(letter in RESERVED_CHARACTERS or letter < " " for letter in name):
        return False
    return not is_device_name(name)


def escapes_base_directory(text: str) -> bool:
    """Whether a path that should be relative leads out of its folder, or says itself where it starts.

    Both separators count. Every kind of root escapes: `C:\\x`, `C:x`, `\\x`, `\\\\server\\share`, `\\\\?\\C:\\x`.
    """
    path = text.replace("/", "\\")
    if path.startswith("\\") or path[1:2] == ":":
        return True
    depth = 0
    for part in path.split("\\"):
        if part.rstrip(" ") == "..":
            depth -= 1
            if depth < 0:
                return True
        elif part not in ("", "."):
            depth += 1
    return False


def make_suitable_path_part(text: str) -> str:
    """A name for a file or folder made of any text, as winget makes it.

    What a name may not hold becomes `_`; a text too long for a name becomes its SHA-256.

    Raises:
        ValueError: where the result would be the name of a device.
    """
    if _letter_count(text) > LONGEST_NAME:
        import hashlib  # late: start time

        return hashlib.sha256(text.encode()).hexdigest()
    name = "".join("_" if letter in RESERVED_CHARACTERS or letter < " " else letter for letter in text)
    if name.endswith("."):
        name = name[:-1] + "_"
    if is_device_name(name):
        raise ValueError(f"{text!r} makes no file name: {name!r} is a device on Windows")
    return name


def _letter_count(text: str) -> int:
    """How many letters a reader would count; marks that join the letter before them are none of their own."""
    if text.isascii():
        return len(text)
    from wingetpy.model.name_patterns import count_graphemes  # late: start time, the regex package

    return count_graphemes(text)
