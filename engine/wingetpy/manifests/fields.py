"""Mappings of a YAML document into structs, field by field.

The structs themselves say what is expected: their fields' types and names. What does not fit is an error with the path
to it; what is not known is kept as a finding.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping
from typing import Any, NoReturn, TypeVar

import msgspec
from msgspec import UNSET, inspect

from wingetpy.errors import ErrorCode
from wingetpy.manifests.findings import Finding, FindingId
from wingetpy.manifests.installer import ExpectedReturnCode, InstalledFile, InstallerSwitches, Markets, PowerShellModule
from wingetpy.manifests.localization import Icon
from wingetpy.manifests.yamltext import Document, Value, refusal
from wingetpy.model.exit_code import parse_exit_code
from wingetpy.model.technology import INSTALLER_TYPES, parse_installer_type
from wingetpy.model.text import BLANKS, normalize

Given = dict[str, Any]
"""The fields that a mapping gives, by the names of the struct's attributes."""

AnyStruct = TypeVar("AnyStruct", bound=msgspec.Struct)

_Read = Callable[["FieldReader", Value, str], Any]

_DERIVED = frozenset({"defaulted_switches"})
_OTHER_KEYS: dict[str, str] = {"msstoreproductidentifier": "productid", "expectedreturncode": "installerreturncode"}
_EMPTY_COUNTS = InstallerSwitches
_ONLY_INFORM: tuple[type[msgspec.Struct], ...] = (ExpectedReturnCode, Icon, InstalledFile, PowerShellModule)
_WORD = 0xFFFF_FFFF


class _Slot(msgspec.Struct, frozen=True):
    """Where a key's value goes."""

    key: str
    attribute: str
    read: _Read
    empty_counts: bool


class FieldReader:
    """Reads the mappings of one manifest.

    Args:
        file: What errors call the manifest where a key is not in `files`.
        files: Which file each key of the root, or each item of a list there (`Localization[0]`), comes from.
    """

    def __init__(self, file: str, files: Mapping[str, str]) -> None:
        self._file = file
        self._files = files
        self.findings: list[Finding] = []

    def given(self, structs: tuple[type[msgspec.Struct], ...], mapping: Document, path: str) -> Given:
        """The fields of these structs that a mapping gives.

        Raises:
            ManifestError: A value is of the wrong kind, or two keys differ only in case.
        """
        slots = _slots(structs)
        given: Given = {}
        for key, value in mapping.items():
            slot = slots.get(key) or slots.get(_OTHER_KEYS.get(lower := key.lower(), lower))
            if slot is None:
                self._note("FieldUnknown", path + key, _shown(value))
                continue
            if slot.key != key and key.lower() not in _OTHER_KEYS:
                self._note("FieldIsNotPascalCase", path + key, None)
            if slot.attribute in given:
                self.repeated(path + slot.key)
                continue
            if value == "" and not slot.empty_counts:
                continue
            content = self.attempt(slot.read, value, path + key)
            if content is not UNSET:
                given[slot.attribute] = content
        return given

    def struct(self, struct: type[AnyStruct], value: Value, path: str) -> Any:
        """A mapping as a struct; UNSET where it is of no use without a value that is missing or unknown.

        Raises:
            ManifestError: as `given`; or a field is missing without which an install would go wrong.
        """
        if not isinstance(value, dict):
            self.refuse(path, "is not a mapping of fields to values")
        given = self.given((struct,), value, path + ".")
        for attribute, key in _required(struct):
            if attribute in given:
                continue
            if not value.get(key):
                if struct not in _ONLY_INFORM:
                    self.refuse(f"{path}.{key}", "is missing")
                self._note("RequiredFieldMissing", f"{path}.{key}", None)
            return UNSET
        return struct(**given)

    def attempt(self, read: _Read, value: Value, path: str) -> Any:
        """Read one value. A reader that goes on after a refusal answers UNSET here."""
        return read(self, value, path)

    def repeated(self, path: str) -> None:
        """Refuse a field whose key was there before in another case."""
        self.refuse(path, "is given more than once, in different case")

    def refuse(self, path: str, what: str) -> NoReturn:
        """Raise the error for a field.

        Raises:
            ManifestError: always.
        """
        file, field = self._place(path)
        raise refusal(file, None, f"the field {field} {what}", ErrorCode.InvalidManifest)

    def unknown_value(self, path: str, value: str) -> Any:
        """Note a value that is none of the known ones; answers UNSET."""
        self._note("InvalidFieldValue", path, value)
        return UNSET

    def _note(self, finding: FindingId, path: str, value: str | None) -> None:
        file, field = self._place(path)
        self.findings.append(Finding(id=finding, field=field, value=value, file=file))

    def _place(self, path: str) -> tuple[str, str]:
        """The file of a field, and its path there: an item of a list may be a file of its own."""
        item, _, rest = path.partition(".")
        if item in self._files and rest:
            return self._files[item], rest
        return self._files.get(item.partition("[")[0], self._file), path


def _shown(value: Value) -> str:
    return value if isinstance(value, str) else msgspec.json.encode(value).decode()


@functools.cache
def _slots(structs: tuple[type[msgspec.Struct], ...]) -> dict[str, _Slot]:
    """The keys that mappings of these structs may have, as they are spelled and in lower case."""
    slots: dict[str, _Slot] = {}
    for struct in structs:
        described = inspect.type_info(struct)
        assert isinstance(described, inspect.StructType)
        for field in described.fields:
            if field.name not in _DERIVED:
                slot = _Slot(field.encode_name, field.name, _reader(field.type), struct is _EMPTY_COUNTS)
                slots[slot.key] = slots[slot.key.lower()] = slot
    return slots


@functools.cache
def _required(struct: type[msgspec.Struct]) -> tuple[tuple[str, str], ...]:
    return tuple((field.name, field.encode_name) for field in msgspec.structs.fields(struct) if field.required)


def _reader(kind: inspect.Type, *, normalized: bool = False) -> _Read:
    if isinstance(kind, inspect.Metadata):
        if kind.extra and "member" in kind.extra:
            return functools.partial(_read_text_or_member, kind.extra["member"])
        return _reader(kind.type, normalized=bool(kind.extra and kind.extra.get("normalized")))
    if isinstance(kind, inspect.UnionType):
        return next(_reader(one) for one in kind.types if not isinstance(one, inspect.NoneType))
    if isinstance(kind, inspect.VarTupleType):
        return functools.partial(_read_list, _reader(kind.item_type))
    if isinstance(kind, inspect.StructType):
        return functools.partial(_read_markets if kind.cls is Markets else _read_struct, kind.cls)
    if isinstance(kind, inspect.LiteralType):
        if set(kind.values) == set(INSTALLER_TYPES):
            return _read_installer_type
        return functools.partial(_read_choice, {str(value).lower(): str(value) for value in kind.values})
    if isinstance(kind, inspect.BoolType):
        return _read_flag
    if isinstance(kind, inspect.IntType):
        return _read_code
    return _read_label if normalized else _read_text


def _read_text(reader: FieldReader, value: Value, path: str) -> str:
    return value if isinstance(value, str) else reader.refuse(path, "is not a text")


def _read_label(reader: FieldReader, value: Value, path: str) -> str:
    return normalize(_read_text(reader, value, path))


def _read_text_or_member(member: str, reader: FieldReader, value: Value, path: str) -> str:
    """A text, alone or as the only member of a mapping."""
    if isinstance(value, dict) and [key.lower() for key in value] == [member.lower()]:
        [value] = value.values()
    return _read_text(reader, value, path)


def _read_flag(reader: FieldReader, value: Value, path: str) -> bool:
    text = _read_text(reader, value, path).lower()
    return text == "true" if text in ("true", "false") else reader.refuse(path, f"is {text!r}, not true or false")


def _read_code(reader: FieldReader, value: Value, path: str) -> int:
    text = _read_text(reader, value, path)
    number = parse_exit_code(text)
    if number is None:
        reader.refuse(path, f"is {text.strip(BLANKS)[:40]!r}, not an exit code")
    return number & _WORD


def _read_choice(choices: dict[str, str], reader: FieldReader, value: Value, path: str) -> Any:
    text = _read_text(reader, value, path)
    choice = choices.get(text.strip(BLANKS).lower())
    if choice is None:
        reader.unknown_value(path, text)
        return choices.get("unknown", UNSET)
    return choice


def _read_installer_type(reader: FieldReader, value: Value, path: str) -> str:
    text = _read_text(reader, value, path)
    technology = parse_installer_type(text)
    if technology == "unknown":
        reader.unknown_value(path, text)
    return technology


def _read_list(item: _Read, reader: FieldReader, value: Value, path: str) -> tuple[Any, ...]:
    if not isinstance(value, list):
        reader.refuse(path, "is not a list")
    items = (reader.attempt(item, one, f"{path}[{position}]") for position, one in enumerate(value) if one != "")
    return tuple(one for one in items if one is not UNSET)


def _read_struct(struct: type[msgspec.Struct], reader: FieldReader, value: Value, path: str) -> Any:
    return reader.struct(struct, value, path)


def _read_markets(struct: type[msgspec.Struct], reader: FieldReader, value: Value, path: str) -> Any:
    """Markets, also in the older form: a plain list of those that are allowed."""
    return reader.struct(struct, {"AllowedMarkets": value} if isinstance(value, list) else value, path)
