"""Paths by Windows' rules, the same on every host."""

from __future__ import annotations

from pathlib import PureWindowsPath


def path_below_base(text: str) -> PureWindowsPath | None:
    """A path of a manifest without `.` and `..`, or None if it is rooted or leads out of its folder.

    Both separators count. Every kind of root is refused: `C:\\x`, `C:x`, `\\x`, `\\\\server\\share`, `\\\\?\\C:\\x`.
    So is a colon further on: it names an alternate stream, or pathlib takes it for a drive
    (`PureWindowsPath("a", "C:x")` is `C:x`).
    """
    path = text.replace("/", "\\")
    if path.startswith("\\") or ":" in path:
        return None
    parts: list[str] = []
    for part in path.split("\\"):
        if part.strip(". "):
            parts.append(part)
        elif part.count(".") > 1:  # Windows drops blanks: `.. ` leads up as well; `...` must not lead elsewhere
            if not parts:
                return None
            parts.pop()
    return PureWindowsPath(*parts)


def extended_length(text: str) -> str:
    """An absolute path with the prefix that lifts Windows' limit of 260 characters (248 for a folder)."""
    if text.startswith("\\\\?\\"):
        return text
    return "\\\\?\\UNC" + text[1:] if text.startswith("\\\\") else "\\\\?\\" + text
