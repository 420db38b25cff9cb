"""A manifest as a server sends it, in JSON, as a Manifest."""

from __future__ import annotations

import re
from typing import Any

from wingetpy.manifests.merge import Merged
from wingetpy.manifests.model import Manifest
from wingetpy.manifests.read import manifest_of
from wingetpy.manifests.schema import ManifestVersion
from wingetpy.manifests.yamltext import Document, Value, refuse_control_characters
from wingetpy.sources.rest.contract import AnswerUnusable

_DEEPEST = 50
_DAY = re.compile(r"(\d{4}-\d\d-\d\d)T", re.ASCII)
"""A date as the reference server writes it, with a time of midnight."""
_OF_THE_VERSION = frozenset({"packageversion", "channel", "defaultlocale", "locales", "installers"})
_NEEDED_IN_INSTALLERS = ("Architecture", "InstallerType")


def versions_of(data: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the versions of an answer as they are.

    Raises:
        AnswerUnusable: there is no list of them.
    """
    versions = data.get("Versions")
    if not isinstance(versions, list) or not versions or not all(isinstance(one, dict) for one in versions):
        raise AnswerUnusable("it has no versions")
    return versions


def version_text(version: dict[str, Any]) -> str:
    """Return what a version is called; empty where it has no name."""
    text = version.get("PackageVersion")
    return text if isinstance(text, str) else ""


def manifest_from(identifier: Any, version: dict[str, Any], contract: str, name: str) -> Manifest:
    """Return the manifest of one version of an answer. Arguments and errors are those of `merged_from`."""
    return manifest_of(merged_from(identifier, version, contract, name))


def merged_from(identifier: Any, version: dict[str, Any], contract: str, name: str) -> Merged:
    """Return the fields of one version of an answer.

    Args:
        identifier: What the answer calls the package.
        version: One item of its `Versions`.
        contract: The version of the contract, which is that of the manifest's language.
        name: What errors call the manifest.

    Raises:
        ManifestError: a field is missing or wrong.
        AnswerUnusable: it has not the shape of a manifest.
    """
    if not _scalar(version.get("PackageVersion")).strip():
        raise AnswerUnusable("a version has no name")
    default = version.get("DefaultLocale")
    if not isinstance(default, dict):
        raise AnswerUnusable("it has no default locale")
    for needed in ("PackageLocale", "PackageName", "Publisher", "ShortDescription"):
        if not default.get(needed):
            raise AnswerUnusable(f"its default locale has no {needed}")
    installers = version.get("Installers")
    usable = [one for one in installers if _is_usable(one)] if isinstance(installers, list) else []
    if not usable:
        raise AnswerUnusable("it has no installers")
    root: Document = {
        "PackageIdentifier": _scalar(identifier),
        "PackageVersion": _scalar(version.get("PackageVersion")),
        **_mapping(default),
        "Installers": [_as_in_a_manifest(_mapping(one)) for one in usable],
        "ManifestType": "merged",
        "ManifestVersion": contract,
    }
    if channel := version.get("Channel"):
        root["Channel"] = _scalar(channel)
    if isinstance(locales := version.get("Locales"), list):
        root["Localization"] = [_mapping(one) for one in locales if isinstance(one, dict) and one.get("PackageLocale")]
    refuse_control_characters(root, name)
    major, minor, patch = (int(number) for number in contract.split("."))
    return Merged(name, root, {}, ManifestVersion(contract, major, minor, patch))


def _is_usable(installer: Any) -> bool:
    """Whether an installer says what it is; the reference client leaves out one that does not."""
    return isinstance(installer, dict) and all(installer.get(needed) for needed in _NEEDED_IN_INSTALLERS)


def _as_in_a_manifest(installer: Document) -> Document:
    """The fields as a manifest has them: without the server's own name of the installer, the date without a time."""
    fields = {key: value for key, value in installer.items() if key.lower() != "installeridentifier"}
    released = fields.get("ReleaseDate")
    if isinstance(released, str) and (day := _DAY.match(released)):
        fields["ReleaseDate"] = day[1]
    return fields


def _mapping(value: dict[str, Any], depth: int = 0) -> Document:
    return {key: _value(one, depth + 1) for key, one in value.items() if one is not None}


def _value(value: Any, depth: int) -> Value:
    """A value of JSON as a value of a manifest: all scalars are text there."""
    if depth > _DEEPEST:
        raise AnswerUnusable("it is nested too deeply")
    if isinstance(value, dict):
        return _mapping(value, depth)
    if isinstance(value, list):
        return [_value(one, depth + 1) for one in value if one is not None]
    return _scalar(value)


def _scalar(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return value
    if isinstance(value, int):
        return str(value)
    raise AnswerUnusable(f"{value!r} is no text")
