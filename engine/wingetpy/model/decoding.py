"""Decoders of structs, made one at a time.

msgspec looks into a struct type when it is first decoded, running Python code as it does; a second thread that decodes
the same type meanwhile crashes the process (msgspec 0.22). So each type is looked into under one lock, and no struct is
decoded but by a decoder from here.
"""

from __future__ import annotations

import threading
from typing import Any, TypeVar

import msgspec

T = TypeVar("T")

UNREADABLE = (msgspec.DecodeError, UnicodeDecodeError, RecursionError)
"""What a decoder raises for text that is not JSON, not UTF-8, nested too deeply, or not of its type."""

_LOOKING_INTO = threading.RLock()
_JSON: dict[Any, msgspec.json.Decoder[Any]] = {}
_MSGPACK: dict[Any, msgspec.msgpack.Decoder[Any]] = {}


def json_decoder(kind: type[T]) -> msgspec.json.Decoder[T]:
    """Return the decoder of a type from JSON, which any thread may use; made at the first call."""
    if kind not in _JSON:
        with _LOOKING_INTO:
            _JSON[kind] = msgspec.json.Decoder(kind)
    return _JSON[kind]


def msgpack_decoder(kind: type[T]) -> msgspec.msgpack.Decoder[T]:
    """Return the decoder of a type from MessagePack, likewise."""
    if kind not in _MSGPACK:
        with _LOOKING_INTO:
            _MSGPACK[kind] = msgspec.msgpack.Decoder(kind)
    return _MSGPACK[kind]


def converted(value: object, kind: type[T], *, strict: bool = True) -> T:
    """Return a struct made of a dictionary or other plain values. Raises msgspec.ValidationError.

    Args:
        strict: Whether a text is never taken for a number or a truth value.
    """
    json_decoder(kind)
    return msgspec.convert(value, kind, strict=strict)
