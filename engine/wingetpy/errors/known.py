"""What a code means, for whoever meets one: all of winget's codes, Windows' that it uses, its own.

The tables are `known_codes.tsv` beside this file, `windows_codes` and `windows_remedies`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import msgspec

from wingetpy.errors.codes import ErrorCode
from wingetpy.errors.windows_codes import WINDOWS_CODES
from wingetpy.errors.windows_remedies import WINDOWS_REMEDIES
from wingetpy.messages.language import translated

_TABLE = Path(__file__).with_name("known_codes.tsv")
_HEX = re.compile(r"0x[0-9a-f]{1,8}", re.IGNORECASE)
_DECIMAL = re.compile(r"-?[0-9]{1,10}")


class KnownError(msgspec.Struct, frozen=True, rename="pascal", kw_only=True):
    """One code.

    Attributes:
        code: As winget prints it, `0x8A150014`.
        decimal: The signed form: an exit code.
        symbol: winget's or Windows' own name; empty where there is none.
        error_id: The name in the errors of this engine, `NoApplicationsFound`; empty for one that it never raises.
        description: A sentence.
        remedy: What to do; empty where that depends.
    """

    code: str
    decimal: int
    symbol: str = ""
    error_id: str = ""
    description: str = "Unknown error code."
    remedy: str = ""


def find_known_errors(text: str) -> tuple[KnownError, ...]:
    """Return what a text means: a code in hexadecimal or decimal digits is that one, known or not; a word is every
    code with it in its names or its description. Empty where no code has the word."""
    number = _number(text.strip())
    if number is not None:
        return (_said(_known().get(number) or _code(number)),)
    word = text.strip().casefold()
    return tuple(
        one
        for one in map(_said, _known().values())
        if word in f"{one.symbol}\n{one.error_id}\n{one.description}".casefold()
    )


def known_errors() -> tuple[KnownError, ...]:
    """All codes with what is known of them, in English."""
    return tuple(_known().values())


def _said(known: KnownError) -> KnownError:
    """The code with its sentences in the language that is spoken."""
    sentences = {"description": translated(known.description), "remedy": translated(known.remedy)}
    return msgspec.structs.replace(known, **sentences)


def _number(text: str) -> int | None:
    """The code that the digits mean, unsigned; None for a word, and for what 32 bits do not hold."""
    if _HEX.fullmatch(text):
        return int(text, 16)
    if _DECIMAL.fullmatch(text) and -(2**31) <= int(text) < 2**32:
        return int(text) % 2**32
    return None


@cache
def _known() -> Mapping[int, KnownError]:
    names = {int(code): code.name for code in ErrorCode}
    known = {number: _code(number, error_id=name, description=_words(name)) for number, name in names.items()}
    for code, windows in WINDOWS_CODES.items():
        found = WINDOWS_REMEDIES.get(code, "")
        remedy = found if isinstance(found, str) else found.text
        known[code] = _code(code, error_id=code.name, symbol=windows.symbol, description=windows.text, remedy=remedy)
    for line in _TABLE.read_text("utf-8").splitlines():
        if not line.startswith("#"):
            digits, symbol, description, remedy = line.split("\t")
            number, name = int(digits, 16), names.get(int(digits, 16), "")
            known[number] = _code(number, error_id=name, symbol=symbol, description=description, remedy=remedy)
    return known


def _code(number: int, **known: str) -> KnownError:
    """A code, with what is known of it."""
    signed = number - 2**32 if number >= 2**31 else number
    return KnownError(code=f"0x{number:08X}", decimal=signed, **known)


def _words(name: str) -> str:
    """`HttpNotFound` as a sentence: for a code that no table has."""
    return f"{re.sub(r'(?<=[a-z])(?=[A-Z])', ' ', name).capitalize()}."
