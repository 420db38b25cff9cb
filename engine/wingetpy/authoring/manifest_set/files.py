"""All fields of a manifest, as one mapping, into the files of a set, and their place in a tree of manifests."""

from __future__ import annotations

from pathlib import Path, PurePosixPath

import msgspec

from wingetpy.errors import BadRequest
from wingetpy.manifests.text import manifest_text
from wingetpy.manifests.validate.fields import FILES
from wingetpy.manifests.yamltext import Document, Value

NEWEST = "1.12.0"
"""The version that the community repository's own tools write; later ones are read, and kept where they are met."""
_TREE = "manifests"
_OF_ALL = ("PackageIdentifier", "PackageVersion", "ManifestVersion")
_OF_LOCALE = frozenset(field.name for field in FILES["defaultLocale"].fields) - {*_OF_ALL, "ManifestType"}
_STRUCTURE = frozenset((*_OF_ALL, "ManifestType", "DefaultLocale", "Localization"))


class ManifestText(msgspec.Struct, frozen=True):
    """One file of a set: its name, its ManifestType and its content."""

    name: str
    kind: str
    data: bytes


def files_of(root: Document, *, singleton: bool = False) -> tuple[ManifestText, ...]:
    """Return the files of a manifest: the version file first, then installers, default locale and further locales.

    Args:
        root: All fields, those of further locales in `Localization`.
        singleton: One file in place of several.

    Raises:
        BadRequest: a singleton cannot hold it.
    """
    identifier = str(root["PackageIdentifier"])
    further = root.get("Localization") or []
    assert isinstance(further, list), "the reader makes it a list"
    if singleton:
        return (_singleton(root, identifier, len(further)),)
    head: Document = {name: root[name] for name in _OF_ALL}
    locale = str(root["PackageLocale"])
    of_default = {key: value for key, value in root.items() if key in _OF_LOCALE}
    of_installers = {key: value for key, value in root.items() if key not in _OF_LOCALE | _STRUCTURE}
    files = [
        _file(f"{identifier}.yaml", "version", {**head, "DefaultLocale": locale}),
        _file(f"{identifier}.installer.yaml", "installer", {**head, **of_installers}),
        _file(f"{identifier}.locale.{locale}.yaml", "defaultLocale", {**head, **of_default}),
    ]
    for one in further:
        assert isinstance(one, dict), "the reader makes it a mapping"
        files.append(_file(f"{identifier}.locale.{one['PackageLocale']}.yaml", "locale", {**head, **one}))
    return tuple(files)


def folder_of(output: Path, identifier: str, version: str) -> Path:
    """Return the folder of a set below `output`: `manifests/g/Git/Git/2.45.0`, as the community repository has it."""
    tree = output if output.name == _TREE else output / _TREE
    return tree.joinpath(identifier[0].lower(), *identifier.split("."), version)


def is_of_set(name: str, identifier: str) -> bool:
    """Return whether a file of this name in the folder of a version is one of a manifest's files."""
    folded, prefix = PurePosixPath(name.casefold()), f"{identifier}.".casefold()
    return folded.suffix in (".yaml", ".yml") and folded.name.startswith(prefix)


def _singleton(root: Document, identifier: str, further: int) -> ManifestText:
    installers = root["Installers"]
    if len(installers) != 1 or further:
        raise BadRequest(
            f"One file holds one installer and one locale; this manifest has {len(installers)} installers and"
            f" {further + 1} locales.",
            target=identifier,
            remedy="Write it as several files.",
        )
    fields = {key: value for key, value in root.items() if key not in ("DefaultLocale", "Localization")}
    return _file(f"{identifier}.yaml", "singleton", fields)


def _file(name: str, kind: str, fields: dict[str, Value]) -> ManifestText:
    return ManifestText(name, kind, manifest_text(kind, {**fields, "ManifestType": kind}))
