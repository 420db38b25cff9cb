"""The files of a manifest made one mapping."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import msgspec

from wingetpy.errors import ErrorCode, ManifestError
from wingetpy.manifests.findings import Finding, FindingId
from wingetpy.manifests.preview import modernized
from wingetpy.manifests.schema import ManifestVersion, check_required, manifest_version
from wingetpy.manifests.yamltext import Document, Value, load_document

_WHOLE = ("singleton", "merged")
_PARTS = ("version", "installer", "defaultLocale")
_OF_THE_FILE = ("PackageIdentifier", "PackageVersion", "ManifestType", "ManifestVersion")
_SAME_IN_ALL = ("PackageIdentifier", "PackageVersion", "ManifestVersion")


class ManifestFile(msgspec.Struct, frozen=True):
    """One file: its name, its fields in the words of version 1, its type."""

    name: str
    document: Document
    kind: str
    version: ManifestVersion


class Merged(msgspec.Struct, frozen=True):
    """All files of a manifest as one mapping.

    Attributes:
        name: What errors call the manifest: the file with the installers.
        root: The fields; further locales under `Localization`.
        files: Which file each field, and each item of `Localization`, comes from.
    """

    name: str
    root: Document
    files: dict[str, str]
    version: ManifestVersion


def load_file(data: bytes, name: str) -> ManifestFile:
    """Read one file and see what it is.

    Raises:
        ManifestError: It is no YAML, of an unknown version or type, or lacks a field that its type must have.
    """
    document = load_document(data, name)
    version = manifest_version(document, name)
    if version.is_preview:
        document = modernized(document)
    given = document.get("ManifestType", "")
    kind = given if isinstance(given, str) else ""
    if kind != "shadow":
        check_required(document, kind, name, preview=version.is_preview)
    return ManifestFile(name, document, kind, version)


def merge(files: Sequence[ManifestFile], *, shadow: bool = False) -> Merged:
    """Put the files of one manifest together.

    Args:
        shadow: Whether one of them may be a shadow file: it overlays the languages' fields.

    Raises:
        ManifestError: They do not belong together: the first of what `faults_of_set` finds.
    """
    for fault in faults_of_set(files, shadow=shadow):
        raise ManifestError(
            f"The manifest cannot be read: {fault.text}",
            code=ErrorCode.InvalidManifest,
            target=fault.file,
            remedy="Give all files of one manifest, and only those.",
        )
    if len(files) == 1:
        (file,) = files
        return Merged(file.name, file.document, {}, file.version)
    by_kind = {file.kind: file for file in files}
    installer, default = by_kind["installer"], by_kind["defaultLocale"]
    root = dict(installer.document)
    origin: dict[str, str] = {}
    for key, value in default.document.items():
        if key not in _OF_THE_FILE:
            root[key] = value
            origin[key] = default.name
    locales = [file for file in files if file.kind == "locale"]
    if locales:
        root["Localization"] = [_without(file.document, _OF_THE_FILE) for file in locales]
        origin |= {f"Localization[{position}]": file.name for position, file in enumerate(locales)}
    if shadow_file := by_kind.get("shadow"):
        _overlay(root, shadow_file, str(default.document.get("PackageLocale", "")))
    return Merged(installer.name, root, origin, installer.version)


def _overlay(root: Document, shadow: ManifestFile, default: str) -> None:
    """Put a shadow file's fields over those of the same languages; a language that is only there is a further one."""
    given = _without(shadow.document, _OF_THE_FILE)
    further = given.pop("Localization", [])
    languages = {str(given.get("PackageLocale", default)).lower(): given}
    for one in further if isinstance(further, list) else ():
        if isinstance(one, dict):
            languages[str(one.get("PackageLocale", "")).lower()] = one
    root.update(_without(languages.pop(default.lower(), {}), ("PackageLocale",)))
    known = root.get("Localization", [])
    merged: list[Value] = []
    for one in known if isinstance(known, list) else ():
        if isinstance(one, dict):
            over = languages.pop(str(one.get("PackageLocale", "")).lower(), {})
            one = one | _without(over, ("PackageLocale",))
        merged.append(one)
    root["Localization"] = [*merged, *languages.values()]


def faults_of_set(files: Sequence[ManifestFile], *, shadow: bool = False) -> Iterator[Finding]:
    """What keeps files from being one manifest, the gravest first."""
    if len(files) == 1:
        yield from _faults_of_single(files[0])
        return
    yield from _faults_of_kinds(files, (*_PARTS, "shadow") if shadow else _PARTS)
    yield from _faults_of_values(files)


def _faults_of_single(file: ManifestFile) -> Iterator[Finding]:
    if file.kind == "shadow":
        yield _fault("ShadowManifestNotAllowed", file, "ManifestType", file.kind)
    elif file.kind not in _WHOLE:
        yield _fault("IncompleteMultiFileManifest", file)


def _faults_of_kinds(files: Sequence[ManifestFile], once: Sequence[str]) -> Iterator[Finding]:
    """Faults of types and locales. `once`: the types that there may be one of."""
    seen: set[str] = set()
    locales: set[str] = set()
    for file in files:
        if file.kind == "shadow" and file.kind not in once:
            yield _fault("ShadowManifestNotAllowed", file, "ManifestType", file.kind)
        elif file.kind == "locale":
            locale = str(file.document["PackageLocale"])
            if locale.lower() in locales:
                yield _fault("DuplicateMultiFileManifestLocale", file, "PackageLocale", locale)
            locales.add(locale.lower())
        elif file.kind not in once:
            yield _fault("UnsupportedMultiFileManifestType", file, "ManifestType", file.kind)
        elif file.kind in seen:
            yield _fault("DuplicateMultiFileManifestType", file, "ManifestType", file.kind)
        seen.add(file.kind)
    if not seen.issuperset(_PARTS):
        yield _fault("IncompleteMultiFileManifest", files[0])


def _faults_of_values(files: Sequence[ManifestFile]) -> Iterator[Finding]:
    first = files[0]
    for file in files[1:]:
        for field in _SAME_IN_ALL:
            if (value := file.document.get(field)) != first.document.get(field):
                yield _fault("InconsistentMultiFileManifestFieldValue", file, field, str(value))
    defaults = {str(file.document["DefaultLocale"]).lower() for file in files if file.kind == "version"}
    for file in files:
        locale = str(file.document.get("PackageLocale"))
        if file.kind == "defaultLocale" and locale.lower() not in defaults:
            yield _fault("InconsistentMultiFileManifestDefaultLocale", file, "PackageLocale", locale)


def _fault(fault: FindingId, file: ManifestFile, field: str = "", value: str | None = None) -> Finding:
    return Finding(level="Error", id=fault, field=field, value=value, file=file.name)


def _without(document: Document, keys: Sequence[str]) -> Document:
    return {key: value for key, value in document.items() if key not in keys}
