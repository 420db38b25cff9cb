"""Exit codes of installers: as manifests write them, and for a person."""

from __future__ import annotations

from wingetpy.model.text import BLANKS

_LOWEST, _HIGHEST = -(2**31), 2**32 - 1
_MOST_DIGITS = 20


def parse_exit_code(text: str) -> int | None:
    """The number that a text is, signed or unsigned in 32 bits, in decimal or with `0x`; None where it is none."""
    bare = text.strip(BLANKS)
    if len(bare.lstrip("+-").lstrip("0")) >= _MOST_DIGITS:
        return None
    try:
        number = int(bare, 10 if bare.isdecimal() else 0)
    except ValueError:
        return None
    return number if _LOWEST <= number <= _HIGHEST else None


def shown_exit_code(code: int) -> str:
    """An unsigned 32-bit exit code for a person: decimal, and in hex beside it where it is an HRESULT or NTSTATUS."""
    return f"{code} (0x{code:08X})" if code > 0xFFFF else str(code)
