"""JSON as people write settings: comments, a comma too many and a byte-order mark are forgiven, nothing else."""

from __future__ import annotations

import re

import msgspec

_STRING = r'"(?:\\.|[^"\\])*"'
_STRING_OR_COMMENT = re.compile(_STRING + r"|//[^\r\n]*|/\*.*?\*/", re.DOTALL)
_STRING_OR_LAST_COMMA = re.compile(_STRING + r"|,(?=\s*[}\]])", re.DOTALL)


def decode_lenient(raw: bytes) -> object:
    """The value in a settings file; an empty file is an empty object.

    Raises:
        ValueError: it is no JSON even so; the text says why.
    """
    try:
        return decode_lenient_text(raw.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise ValueError(f"it is not UTF-8 (byte {error.start})") from error


def decode_lenient_text(text: str) -> object:
    """The value in a text that was decoded already. Raises ValueError as `decode_lenient` does."""
    try:
        text = _without_trailing_commas(_without_comments(text))
        return msgspec.json.decode(text) if text.strip() else {}
    except msgspec.DecodeError as error:
        raise ValueError(str(error)) from error
    except RecursionError as error:
        raise ValueError("it is nested too deeply") from error


def _without_comments(text: str) -> str:
    return _STRING_OR_COMMENT.sub(lambda found: found[0] if found[0].startswith('"') else " ", text)


def _without_trailing_commas(text: str) -> str:
    return _STRING_OR_LAST_COMMA.sub(lambda found: found[0] if found[0].startswith('"') else "", text)
