"""Secure values of DSC: `{"secureString": text}` stands for the text, `{"secureObject": object}` for the object.

dsc passes parameters of these types so. What was in one is masked in all that this engine says, and in the answer to
the document that it was in.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

from wingetpy.errors.secrets import MASK, hide

_FORMS: dict[str, type] = {"secureString": str, "secureObject": dict}


def unwrapped(document: object) -> object:
    """Return a document with what its secure values stand for, and have every message mask their texts."""
    hide(secrets_in(document))
    return _plain(document)


def secrets_in(document: object) -> frozenset[str]:
    """Return the texts in the secure values of a document."""
    return frozenset(text for value in _secure_values(document) for text in _texts(value) if text)


def masked(document: object, secrets: Collection[str]) -> object:
    """Return a document with `***` in place of each secret, also where it is part of a text."""
    if isinstance(document, str):
        for secret in sorted(secrets, key=len, reverse=True):
            document = document.replace(secret, MASK)
        return document
    if isinstance(document, dict):
        return {name: masked(one, secrets) for name, one in document.items()}
    return [masked(one, secrets) for one in document] if isinstance(document, list | tuple) else document


def _plain(document: object) -> object:
    if isinstance(document, dict):
        value = _content(document)
        return {name: _plain(one) for name, one in document.items()} if value is None else _plain(value)
    return [_plain(one) for one in document] if isinstance(document, list) else document


def _secure_values(document: object) -> Iterator[object]:
    if isinstance(document, dict):
        value = _content(document)
        if value is not None:
            yield value
            return
    for one in _parts(document):
        yield from _secure_values(one)


def _content(document: dict[object, object]) -> object:
    """What is in a secure value; None for any other object."""
    [[name, value], *others] = document.items() or [(None, None)]
    fits = not others and isinstance(name, str) and isinstance(value, _FORMS.get(name, ()))
    return value if fits else None


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    for one in _parts(value):
        yield from _texts(one)


def _parts(value: object) -> Iterator[object]:
    if isinstance(value, dict):
        yield from value.values()
    elif isinstance(value, list):
        yield from value
