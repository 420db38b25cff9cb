"""A manifest with one of its installers as one file: what lies beside a downloaded installer."""

from __future__ import annotations

import msgspec

from wingetpy.manifests.installer import Installer, InstallerSwitches
from wingetpy.manifests.model import Manifest
from wingetpy.manifests.schema import PREVIEW
from wingetpy.manifests.text import manifest_text
from wingetpy.manifests.yamltext import Document, Value

_OLDEST = "1.0.0"
"""Manifests of the preview are read into the fields of version 1, and are written as such."""
_LANGUAGE = "en-US"
"""What the preview's manifests, which name no language, are written in."""
_OF_THE_READER = ("Findings", "DefaultedSwitches")
"""Members that are no fields of a manifest."""


def merged_text(manifest: Manifest, installer: Installer) -> bytes:
    """Return a manifest of the type `merged` that has this installer only.

    Reading it gives the same manifest, but for the other installers and for what could not be understood.
    """
    version = manifest.manifest_version
    root: Document = {
        **_document(manifest.localization),
        **_document(msgspec.structs.replace(manifest, installers=(), localizations=(), findings=())),
        "Installers": [_document(_as_given(installer))],
        "ManifestType": "merged",
        "ManifestVersion": _OLDEST if version == PREVIEW else version,
    }
    root.pop("Localization", None)
    root.setdefault("PackageLocale", _LANGUAGE)
    if manifest.localizations:
        root["Localization"] = [_document(one) for one in manifest.localizations]
    return manifest_text("merged", root)


def _as_given(installer: Installer) -> Installer:
    """Return an installer without the switches that its technology gives it: the reader adds them again."""
    defaulted = {name.replace("_", "").lower() for name in installer.defaulted_switches}
    kept = {
        name: value
        for name in InstallerSwitches.__struct_fields__
        if name.replace("_", "") not in defaulted and (value := getattr(installer.installer_switches, name)) is not None
    }
    return msgspec.structs.replace(installer, installer_switches=InstallerSwitches(**kept), defaulted_switches=())


def _document(struct: msgspec.Struct) -> Document:
    built = msgspec.to_builtins(struct)
    value = _value({key: one for key, one in built.items() if key not in _OF_THE_READER})
    return value if isinstance(value, dict) else {}


def _value(value: object) -> Value:
    """Return a value as texts, without the members that hold nothing."""
    if isinstance(value, dict):
        return {str(key): _value(one) for key, one in value.items() if one not in (None, (), [], {})}
    if isinstance(value, list | tuple):
        return [_value(one) for one in value]
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)
