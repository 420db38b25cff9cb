"""One manifest file as text: fields in the order of the published schemas, UTF-8, LF.

A file has its schema's header; all fields in one file, `merged`, have no published schema.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import yaml
from yaml.resolver import Resolver

from wingetpy.manifests.validate.fields import FILES
from wingetpy.manifests.validate.shapes import Boolean, Code, Field, ListOf, Mapping, Shape, Text
from wingetpy.manifests.yamltext import Document, Value

_HEADER = "# yaml-language-server: $schema=https://aka.ms/winget-manifest.{kind}.{version}.schema.json\n\n"
_WIDE = 1 << 30
_HEAD = ("PackageIdentifier", "PackageVersion", "PackageLocale", "DefaultLocale", "Channel")
_LAST = ("Localization", "Installers", "ManifestType", "ManifestVersion")
_INSTALLER_HEAD = (
    "InstallerLocale",
    "Platform",
    "MinimumOSVersion",
    "Architecture",
    "InstallerType",
    "NestedInstallerType",
    "NestedInstallerFiles",
    "Scope",
    "InstallerUrl",
    "InstallerSha256",
    "SignatureSha256",
)
_PLAIN_CODE = re.compile(r"-?(?:0|[1-9][0-9]*)|0x[0-9A-Fa-f]+")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_NUMBER_OF_1_2 = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?|0o[0-7]+|0x[0-9a-fA-F]+")
"""What YAML 1.2 takes for a number; the tools that read manifests differ in which YAML they know."""
_MERGED = Mapping(fields=(*FILES["singleton"].fields, Field("Localization", ListOf(item=FILES["locale"]))))
"""All files of a manifest as one, which clients write; no schema is published for it."""
_RESOLVER = Resolver()
_TEXT_TAG = "tag:yaml.org,2002:str"


def manifest_text(kind: str, fields: Document) -> bytes:
    """Return a manifest file.

    Args:
        kind: Its ManifestType; `merged` for all fields in one file.
        fields: Of the file, ManifestType and ManifestVersion among them; their order does not matter.
    """
    header = _HEADER.format(kind=kind, version=fields["ManifestVersion"]) if kind in FILES else ""
    text: str = yaml.emit(_events(kind, fields), width=_WIDE, allow_unicode=True, line_break="\n")
    return (header + text).encode()


def _events(kind: str, fields: Document) -> Iterator[yaml.Event]:
    yield yaml.StreamStartEvent()
    yield yaml.DocumentStartEvent(explicit=False)
    yield from _value_events(fields, FILES.get(kind, _MERGED))
    yield yaml.DocumentEndEvent(explicit=False)
    yield yaml.StreamEndEvent()


def _value_events(value: Value, shape: Shape | None) -> Iterator[yaml.Event]:
    if isinstance(value, str):
        yield _scalar(value, shape)
    elif isinstance(value, list):
        item = shape.item if isinstance(shape, ListOf) else None
        yield yaml.SequenceStartEvent(None, None, implicit=True, flow_style=not value)
        for one in value:
            yield from _value_events(one, item)
        yield yaml.SequenceEndEvent()
    else:
        shapes = _shapes(shape) if isinstance(shape, Mapping) else {}
        yield yaml.MappingStartEvent(None, None, implicit=True, flow_style=not value)
        for key in _ordered(value, tuple(shapes)):
            yield _scalar(key, None)
            yield from _value_events(value[key], shapes.get(key))
        yield yaml.MappingEndEvent()


def _scalar(text: str, shape: Shape | None) -> Any:
    """Return a scalar that every reader takes for what the schema asks for: a text is never a number or a date."""
    if text == "" or _is_plain(text, shape):
        return yaml.ScalarEvent(None, None, (True, False), text)
    style = "|" if "\n" in text else None
    if style is None and _looks_otherwise(text):
        style = "'"
    return yaml.ScalarEvent(None, None, (style is None, True), text, style=style)


def _is_plain(text: str, shape: Shape | None) -> bool:
    if isinstance(shape, Boolean):
        return text.lower() in ("true", "false")
    if isinstance(shape, Code):
        return _PLAIN_CODE.fullmatch(text) is not None
    return isinstance(shape, Text) and shape.date and _DATE.fullmatch(text) is not None


def _looks_otherwise(text: str) -> bool:
    resolved = _RESOLVER.resolve(yaml.ScalarNode, text, (True, False))  # type: ignore[no-untyped-call]
    return resolved != _TEXT_TAG or _NUMBER_OF_1_2.fullmatch(text) is not None


def _shapes(mapping: Mapping) -> dict[str, Shape]:
    """Return the fields of a mapping in the order in which they are written, each with its newest shape."""
    newest = {field.name: field.shape for field in mapping.fields}
    names = list(newest)
    if "InstallerUrl" in newest:
        names = [*_INSTALLER_HEAD, *(name for name in names if name not in _INSTALLER_HEAD)]
    first = [name for name in _HEAD if name in newest]
    last = [name for name in _LAST if name in newest]
    if "ManifestType" in newest:
        names = [*first, *(name for name in names if name not in first and name not in last), *last]
    return {name: newest[name] for name in names}


def _ordered(mapping: Document, names: tuple[str, ...]) -> list[str]:
    """Return the keys of a mapping: known ones in their order, then the others; the last ones of a file at its end."""
    known = [name for name in names if name in mapping]
    end = [name for name in known if name in _LAST]
    unknown = [key for key in mapping if key not in names]
    return [*(name for name in known if name not in end), *unknown, *end]
