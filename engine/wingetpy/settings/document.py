"""The user's settings as a document: what a change makes of it, and where it differs from another, as the reference's
cmdlets do it.
"""

from __future__ import annotations

from collections.abc import Iterator

from wingetpy.errors import BadRequest
from wingetpy.settings.jsontext import decode_lenient
from wingetpy.settings.write import Document

SCHEMA_NAME = "$schema"
SCHEMA = "https://aka.ms/winget-settings.schema.json"


def parse_document(text: str) -> Document:
    """Return the settings in a JSON text; comments are forgiven. Raises BadRequest where it is no JSON object."""
    try:
        document = decode_lenient(text.encode())
    except ValueError as error:
        raise BadRequest(f"The settings are not valid JSON: {error}.", remedy="Give one JSON object.") from error
    if not isinstance(document, dict):
        raise BadRequest("The settings are not a JSON object.", remedy="Give one JSON object.")
    return document


def new_document(document: Document, changes: Document, *, merge: bool) -> Document:
    """Return the settings that are written: with their schema, their names in order.

    Args:
        document: What is in the file.
        changes: What is to be set; a null counts as not given.
        merge: Change the document, objects member by member, lists by what they lack; else the changes are all of it.
    """
    merged = _merged(document if merge else {}, changes)
    merged.setdefault(SCHEMA_NAME, SCHEMA)
    return _sorted(merged)


def differences(wanted: Document, actual: Document, *, ignore_not_set: bool) -> tuple[str, ...]:
    """Return the dotted name of each setting that differs; the schema is none.

    Args:
        wanted: What should be so. A null counts as not given.
        actual: What is in the file.
        ignore_not_set: What the wanted settings do not name may be anything; lists may have more than is named.
    """
    found = _differences("", _merged({}, wanted), actual, ignore_not_set)
    return tuple(name for name in found if name != SCHEMA_NAME)


def _merged(document: Document, changes: Document) -> Document:
    merged = dict(document)
    for name, value in changes.items():
        before = merged.get(name)
        if isinstance(value, dict):
            merged[name] = _merged(before if isinstance(before, dict) else {}, value)
        elif isinstance(value, list) and isinstance(before, list):
            merged[name] = [*before, *(one for one in value if one not in before)]
        elif value is not None:
            merged[name] = value
    return merged


def _sorted(document: Document) -> Document:
    return {name: _sorted(value) if isinstance(value, dict) else value for name, value in sorted(document.items())}


def _differences(name: str, wanted: object, actual: object, ignore_not_set: bool) -> Iterator[str]:
    if isinstance(wanted, dict) and isinstance(actual, dict):
        names = wanted if ignore_not_set else {**wanted, **actual}
        for below in sorted(names):
            dotted = f"{name}.{below}" if name else below
            yield from _differences(dotted, wanted.get(below), actual.get(below), ignore_not_set)
    elif isinstance(wanted, list) and isinstance(actual, list) and ignore_not_set:
        if any(one not in actual for one in wanted):
            yield name
    elif type(wanted) is not type(actual) or wanted != actual:
        yield name
