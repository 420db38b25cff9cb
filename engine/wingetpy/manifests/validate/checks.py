"""Shapes compiled into checks: a value that is as it must be costs little, and a flaw knows its path."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterable, Sequence
from datetime import date

import msgspec

from wingetpy.manifests.findings import Level
from wingetpy.manifests.validate.flaw import Flaw
from wingetpy.manifests.validate.shapes import Code, Field, ListOf, Mapping, Shape, Since, Text
from wingetpy.manifests.yamltext import Value
from wingetpy.model.exit_code import parse_exit_code

Check = Callable[[Value], Sequence[Flaw]]
"""The flaws of a value, with paths from it."""

_DATE = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_MOST_LOOKED_AT = 10_000
"""Items of a list that has no limit."""
_NONE: tuple[Flaw, ...] = ()


def compile_check(shape: Shape, version: Since, elsewhere: frozenset[str] = frozenset()) -> Check:
    """Make the check of a shape for manifests of one version.

    Args:
        elsewhere: Names of fields that another file of the manifest holds and that count here, too.
    """
    if isinstance(shape, Text):
        return _text_check(shape)
    if isinstance(shape, ListOf):
        return _list_check(shape, version)
    if isinstance(shape, Mapping):
        return _mapping_check(shape, version, elsewhere)
    return _check_code if isinstance(shape, Code) else _check_flag


def _flaw(detail: str, value: Value) -> tuple[Flaw, ...]:
    return (Flaw("SchemaError", (), detail, value),)


def _text_check(shape: Text) -> Check:
    """A text of the right length; then the rest of what it must be."""
    least, null, member = shape.least, shape.null, shape.older_member
    most = shape.most if shape.most is not None else 1 << 60
    problem = _problem_of(shape)
    level: Level = "Warning" if shape.date else "Error"  # winget's validator does not look at formats

    def check(value: Value) -> Sequence[Flaw]:
        if not isinstance(value, str):
            if member and isinstance(value, dict) and list(value) == [member]:
                return (
                    Flaw("FieldFormOld", (), "The published schema has the text alone.", level="Warning"),
                    *check(value[member]),
                )
            return _flaw(f"It must be a text, not {_kind_of(value)}.", value)
        if value == "":
            return _NONE if null else _flaw("It has no value.", value)
        length = len(value)
        if not least <= length <= most:
            return _flaw(_length_detail(least, shape.most, length, "characters"), value)
        detail = problem(value)
        return (Flaw("SchemaError", (), detail, value, level),) if detail else _NONE

    return check


def _problem_of(shape: Text) -> Callable[[str], str]:
    if shape.choices:
        return functools.partial(_not_chosen, frozenset(shape.choices), shape.choices, shape.any_case)
    if shape.pattern:
        return functools.partial(_unlike, re.compile(shape.pattern).fullmatch, f"It is not {shape.form}.")
    return _no_date if shape.date else _nothing


def _not_chosen(choices: frozenset[str], words: tuple[str, ...], any_case: bool, value: str) -> str:
    if value in choices or (any_case and value.lower() in {word.lower() for word in words}):
        return ""
    return f"It must be {words[0]}." if len(words) == 1 else f"It must be one of: {', '.join(words)}."


def _unlike(matches: Callable[[str], object], detail: str, value: str) -> str:
    return "" if matches(value) else detail


def _no_date(value: str) -> str:
    try:
        if _DATE.fullmatch(value):
            date.fromisoformat(value)
            return ""
    except ValueError:
        pass  # no such day: reported below
    return "It is not a date as in 2024-07-01."


def _nothing(_value: str) -> str:
    return ""


def _check_code(value: Value) -> Sequence[Flaw]:
    code = parse_exit_code(value) if isinstance(value, str) else None
    return _NONE if code else _flaw("It must be a number of 32 bits other than 0.", value)


def _check_flag(value: Value) -> Sequence[Flaw]:
    if isinstance(value, str) and (value.lower() in ("true", "false") or value == ""):
        return _NONE
    return _flaw("It must be true or false.", value)


def _list_check(shape: ListOf, version: Since) -> Check:
    item = compile_check(shape.item, version)
    least, unique, null = shape.least, shape.unique, shape.null
    most = shape.most if shape.most is not None else 1 << 60
    looked_at = min(most, _MOST_LOOKED_AT)  # of a list that is too long, its length is the flaw

    def check(value: Value) -> Sequence[Flaw]:
        if not isinstance(value, list):
            if value == "" and null:
                return _NONE
            return _flaw(f"It must be a list, not {_kind_of(value)}.", value)
        flaws: list[Flaw] = []
        if not least <= len(value) <= most:
            flaws.append(Flaw("SchemaError", (), _length_detail(least, shape.most, len(value), "items")))
        for place, one in enumerate(value[:looked_at]):
            if found := item(one):
                flaws += _below(place, found)
        if unique and len(value) > 1:
            flaws += _repeated(value[:looked_at], isinstance(shape.item, Code))
        return flaws

    return check


def _repeated(values: list[Value], are_codes: bool) -> Iterable[Flaw]:
    seen: dict[object, int] = {}
    for place, value in enumerate(values):
        same: object = value if isinstance(value, str) else msgspec.json.encode(value, order="sorted")
        if are_codes and isinstance(value, str):
            same = parse_exit_code(value)
        first = seen.setdefault(same, place)
        if first != place:
            yield Flaw("SchemaError", (place,), f"It is the same as item {first + 1} of the list.", value)


def _mapping_check(shape: Mapping, version: Since, elsewhere: frozenset[str]) -> Check:
    checks: dict[str, Check] = {}
    restricted: set[str] = set()
    for field in _held(shape.fields, version):
        checks[field.name] = compile_check(field.shape, version)
        if field.restricted:
            restricted.add(field.name)
    later = {field.name: field.since for field in reversed(shape.fields) if field.name not in checks}
    folded = {name.lower(): name for name in checks}
    required = tuple(name for name in shape.required if name in checks)
    special = frozenset(shape.older) | restricted

    def check(value: Value) -> Sequence[Flaw]:
        if not isinstance(value, dict):
            if shape.or_list is not None and isinstance(value, list):
                return _older_list(shape.or_list, version, value)
            if value == "" and shape.null:
                return _NONE
            return _flaw(f"It must be a mapping of fields to values, not {_kind_of(value)}.", value)
        flaws: list[Flaw] = []
        for key, one in value.items():
            if (known := checks.get(key)) is None:
                flaws += _stray(key, one)
                if folded.get(key.lower(), key) in value and key.lower() in folded:
                    flaws.append(Flaw("FieldDuplicate", (key,), f"{folded[key.lower()]} is there, too."))
            elif found := known(one):
                flaws += _below(key, found)
            if key in special:
                flaws += _marked(key, one)
        for name in required:
            if name not in value and not any(shape.older.get(key) == name for key in value):
                flaws.append(Flaw("SchemaError", (name,), "The field is required."))
        if shape.one_of and sum(name in value for name in shape.one_of) != 1:
            flaws.append(Flaw("SchemaError", (), f"It must have exactly one of: {', '.join(shape.one_of)}."))
        return flaws

    def _stray(key: str, value: Value) -> Iterable[Flaw]:
        """A key that is no field here: of another case, of a later version, or of no version."""
        if key in elsewhere or key in shape.older:
            return
        if (name := folded.get(key.lower())) is not None:
            yield Flaw("FieldIsNotPascalCase", (key,), f"Its name is {name}.")
        elif key in later:
            since = ".".join(map(str, later[key]))
            yield Flaw("FieldUnknown", (key,), f"Manifests have it from version {since}.0 on.", level="Warning")
        else:
            yield Flaw("FieldUnknown", (key,), level="Warning", value=value)

    def _marked(key: str, value: Value) -> Iterable[Flaw]:
        if key in restricted:
            yield Flaw("FieldRequireVerifiedPublisher", (key,), level="Warning")
        elif key in shape.older:
            yield Flaw("FieldFormOld", (key,), f"The published schema has {shape.older[key]}.", level="Warning")

    return check


def _older_list(shape: ListOf, version: Since, value: Value) -> Sequence[Flaw]:
    detail = "The published schema has a mapping."
    return (Flaw("FieldFormOld", (), detail, level="Warning"), *compile_check(shape, version)(value))


def _held(fields: tuple[Field, ...], version: Since) -> Iterable[Field]:
    """The fields that manifests of a version have, each in its form of that version."""
    return {field.name: field for field in fields if field.since <= version}.values()


def _below(step: str | int, flaws: Sequence[Flaw]) -> Iterable[Flaw]:
    return (flaw._replace(path=(step, *flaw.path)) for flaw in flaws)


def _length_detail(least: int, most: int | None, length: int, things: str) -> str:
    things = things.removesuffix("s") if length == 1 else things
    if length < least:
        return f"It has {length} {things}; at least {least} must be there."
    return f"It has {length} {things}; at most {most} may be there."


def _kind_of(value: Value) -> str:
    if value == "":
        return "empty"
    return "a mapping" if isinstance(value, dict) else "a list" if isinstance(value, list) else "a text"
