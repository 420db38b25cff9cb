"""Arguments of the Windows Installer as one text. Source: reference client."""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

_BLANKS = " \t"
_LONG = {
    "quiet": "/qn",
    "passive": "/qb!- REBOOTPROMPT=S",
    "norestart": "REBOOT=ReallySuppress",
    "forcerestart": "REBOOT=Force",
    "promptrestart": "REBOOTPROMPT=",
    "log": "/l*",
}
_LEVELS = {"": ("NONE", "UACONLY"), "n": ("NONE", "UACONLY"), "b": ("BASIC",), "r": ("REDUCED",), "f": ("FULL",)}
_MODIFIERS = {"-": "PROGRESSONLY", "!": "HIDECANCEL", "+": "ENDDIALOG"}
_LOG_MODES = {
    "i": "INFO", "w": "WARNING", "e": "ERROR", "a": "ACTIONSTART", "r": "ACTIONDATA", "u": "USER", "c": "COMMONDATA",
    "m": "FATALEXIT", "o": "OUTOFDISKSPACE", "p": "PROPERTYDUMP", "v": "VERBOSE", "x": "EXTRADEBUG",
}  # fmt: skip
_LOG_ATTRIBUTES = {"!": "FLUSHEACHLINE", "+": "APPEND"}
_WORD = re.compile(r'(?:"(?:[^"]|"")*(?:"|$)|[^ \t"])+')
_PROPERTY = re.compile(r'([A-Za-z_][A-Za-z0-9_.]*)=((?:"(?:[^"]|"")*")|[^" \t]*)', re.ASCII)


class MsiArguments(msgspec.Struct, frozen=True, kw_only=True):
    """What the arguments ask for.

    Attributes:
        ui: Parts of the level of the user interface, `BASIC`, `HIDECANCEL`; none: the usual one.
        log_modes: What is logged; none: the usual things; `all`: everything.
        properties: Names as given, and values as written, quotes included.
    """

    ui: tuple[str, ...] = ()
    log_file: str | None = None
    log_modes: tuple[str, ...] = ()
    log_attributes: tuple[str, ...] = ()
    properties: tuple[tuple[str, str], ...] = ()


def parse_msi_arguments(text: str) -> MsiArguments:
    """Read arguments.

    Raises:
        ValueError: with a sentence: something is neither `/q…`, `/l… FILE`, a long option nor `NAME=value`.
    """
    arguments = MsiArguments()
    words = _words(text)
    for word in words:
        if word[0] not in "/-":
            arguments = _with_property(arguments, word)
        elif (option := word[1:].replace('"', "").lower())[:1] == "q":
            arguments = msgspec.structs.replace(arguments, ui=_ui(option[1:], word))
        elif option[:1] == "l":
            arguments = _with_log(arguments, option[1:], word, next(words, None))
        else:
            raise ValueError(f"The Windows Installer's API has no option {word}.")
    return arguments


def _words(text: str) -> Iterator[str]:
    """The words, long options in their short form."""
    for word in _WORD.findall(text):
        long = _LONG.get(word[1:].lower()) if word[0] in "/-" else None
        yield from long.split() if long else [word]


def _with_property(arguments: MsiArguments, word: str) -> MsiArguments:
    given = _PROPERTY.fullmatch(word)
    if given is None:
        raise ValueError(f"{word} is not of the form NAME=value.")
    return msgspec.structs.replace(arguments, properties=(*arguments.properties, (given[1], given[2])))


def _ui(letters: str, word: str) -> tuple[str, ...]:
    level, modifiers = letters[:1].strip("+-!"), letters.lstrip("nbrf")
    allowed = {"b": "+-!", "n": "+", "": "+"}.get(level, "")
    if level not in _LEVELS or len(letters) - len(modifiers) > 1 or any(one not in allowed for one in modifiers):
        raise ValueError(f"{word} is no level of the user interface.")
    return _LEVELS[level] + tuple(name for letter, name in _MODIFIERS.items() if letter in modifiers)


def _with_log(arguments: MsiArguments, letters: str, word: str, file: str | None) -> MsiArguments:
    if unknown := set(letters) - {*_LOG_MODES, *_LOG_ATTRIBUTES, "*"}:
        raise ValueError(f"{word} asks for a log of {', '.join(sorted(unknown))}, which is none.")
    if file is None:
        raise ValueError(f"{word} names no file.")
    modes = tuple(_LOG_MODES[letter] for letter in letters if letter in _LOG_MODES)
    attributes = tuple(name for letter, name in _LOG_ATTRIBUTES.items() if letter in letters)
    return msgspec.structs.replace(
        arguments,
        log_file=file.strip('"'),
        log_modes=("all",) if "*" in letters else modes,
        log_attributes=attributes,
    )
