"""Files of a manifest into a `Manifest`."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from wingetpy.errors import BadRequest
from wingetpy.manifests.fields import FieldReader, Given
from wingetpy.manifests.inherit import complete_installer
from wingetpy.manifests.installer import Installer, Label
from wingetpy.manifests.localization import Localization
from wingetpy.manifests.merge import Merged, load_file, merge
from wingetpy.manifests.model import Manifest
from wingetpy.manifests.yamltext import Document, Value
from wingetpy.model.version import is_version

_STRUCTURE = ("Installers", "Localization", "ManifestType", "ManifestVersion", "DefaultLocale")
_MOST_INHERITED = 64 << 20
"""Bytes that the root's fields become in all installers together."""
_INSTALLER_FIELDS = frozenset(Installer.__struct_fields__)
_LOCALIZATION_FIELDS = frozenset(Localization.__struct_fields__)


class Head(msgspec.Struct, frozen=True, rename="pascal", kw_only=True):
    """The fields of the root that are neither an installer's nor a localization's."""

    package_identifier: Label
    package_version: Label
    channel: Label | None = None
    moniker: Label | None = None


def read_manifest(documents: Sequence[tuple[str, bytes]], *, shadow: bool = False) -> Manifest:
    """Read a manifest of any version from 0.1 to 1.x, in one file or in several.

    Args:
        documents: Name and content of each file: one singleton or merged file, or a version, an installer, a
            defaultLocale and any number of locale files, in any order.
        shadow: Whether a shadow file may be among them, which overlays the fields of languages: only what a source
            itself holds may have one.

    Returns:
        The manifest, with each installer complete. What is unknown in it is in its findings.

    Raises:
        ManifestError: naming file, field and reason.
        BadRequest: no file was given.
    """
    if not documents:
        raise BadRequest("No manifest file was given.")
    return manifest_of(merge([load_file(data, name) for name, data in documents], shadow=shadow))


def manifest_of(merged: Merged) -> Manifest:
    """Make the manifest of fields that are one mapping already, as a server may give them.

    Raises:
        ManifestError: as `read_manifest` does.
    """
    reader = FieldReader(merged.name, merged.files)
    structure = {key: value for key, value in merged.root.items() if key in _STRUCTURE}
    fields = {key: value for key, value in merged.root.items() if key not in structure}
    root = reader.given((Head, Installer, Localization), with_excluded_markets(fields), "")
    if not is_version(root.get("package_version", "")):
        reader.refuse("PackageVersion", f"is {root['package_version']!r}, which has no place in the order of versions")
    installers = _read_installers(reader, root, structure["Installers"])
    localizations = _read_localizations(reader, structure.get("Localization", ""))
    return Manifest(
        manifest_version=merged.version.text,
        localization=Localization(**{name: root[name] for name in root if name in _LOCALIZATION_FIELDS}),
        localizations=localizations,
        installers=installers,
        findings=tuple(reader.findings),
        **{name: root[name] for name in root if name in Head.__struct_fields__},
    )


def _read_installers(reader: FieldReader, root: Given, items: Value) -> tuple[Installer, ...]:
    if not isinstance(items, list):
        reader.refuse("Installers", "is not a list")
    inherited = len(msgspec.json.encode({name: root[name] for name in root if name in _INSTALLER_FIELDS}))
    if inherited * len(items) > _MOST_INHERITED:
        reader.refuse("Installers", f"inherits more than {_MOST_INHERITED:,} bytes")
    installers = []
    for position, item in enumerate(items):
        path = f"Installers[{position}]"
        if not isinstance(item, dict):
            reader.refuse(path, "is not a mapping of fields to values")
        own = reader.given((Installer,), with_excluded_markets(item), path + ".")
        installers.append(complete_installer(root, own, reader, path))
    return tuple(installers)


def _read_localizations(reader: FieldReader, items: Value) -> tuple[Localization, ...]:
    if items == "":
        return ()
    if not isinstance(items, list):
        reader.refuse("Localization", "is not a list")
    return tuple(reader.struct(Localization, item, f"Localization[{position}]") for position, item in enumerate(items))


def with_excluded_markets(mapping: Document) -> Document:
    """The mapping with an `ExcludedMarkets` beside `Markets`, the older form, put into it."""
    if "ExcludedMarkets" not in mapping:
        return mapping
    markets = mapping.get("Markets", {})
    allowed: Document = {"AllowedMarkets": markets} if isinstance(markets, list) else {}
    known = markets if isinstance(markets, dict) else allowed
    return {
        **{key: value for key, value in mapping.items() if key != "ExcludedMarkets"},
        "Markets": {**known, "ExcludedMarkets": mapping["ExcludedMarkets"]},
    }
