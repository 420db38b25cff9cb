"""One manifest file for validation: what it holds, and the flaws that reading it shows."""

from __future__ import annotations

import msgspec

from wingetpy.errors import ErrorCode, ManifestError
from wingetpy.manifests.events import Position, Sifting
from wingetpy.manifests.preview import modernized
from wingetpy.manifests.schema import ManifestVersion, manifest_version
from wingetpy.manifests.validate.flaw import Flaw
from wingetpy.manifests.yamltext import Document, UnreadableManifest, Value, build_through, load_document

PREVIEW = "preview"
"""The kind of files of version 0.x."""


class LoadedFile(msgspec.Struct, frozen=True):
    """One file.

    Attributes:
        name: What findings call it.
        data: Its bytes.
        document: Its fields as they are written; empty for a file that cannot be read.
        modern: Its fields in the words of version 1.
        kind: Its ManifestType; PREVIEW, or "" where it is not given.
        version: None for a file that cannot be read.
        flaws: What reading it showed.
    """

    name: str
    data: bytes
    document: Document = {}
    modern: Document = {}
    kind: str = ""
    version: ManifestVersion | None = None
    flaws: tuple[Flaw, ...] = ()


def load(name: str, data: bytes) -> LoadedFile:
    """Read one file. What keeps it from being read is its one flaw."""
    flaws: list[Flaw] = []
    try:
        document = _document(name, data, flaws)
        version = _version(document, name)
    except ManifestError as error:
        return LoadedFile(name, data, flaws=(_unreadable(error),))
    if version.is_preview:
        return LoadedFile(name, data, document, modernized(document), PREVIEW, version, tuple(flaws))
    kind = document.get("ManifestType")
    return LoadedFile(name, data, document, document, kind if isinstance(kind, str) else "", version, tuple(flaws))


def _unreadable(error: ManifestError) -> Flaw:
    code = error.code.hex
    if isinstance(error, UnreadableManifest):
        detail = f"{error.reason[:1].upper()}{error.reason[1:]}."
        return Flaw("UnreadableFile", detail=detail, position=Position(error.line, error.column), code=code)
    return Flaw("UnreadableFile", detail=error.text, code=code)


def _document(name: str, data: bytes, flaws: list[Flaw]) -> Document:
    """The fields of a file; keys that are given twice are noted and count once."""

    def sifted(source: bytes | str, name: str) -> Value:
        sifting = Sifting(name)
        root = build_through(source, name, sifting.of)
        flaws[:] = (Flaw("FieldDuplicate", one.path, position=one.position) for one in sifting.repeated)
        return root

    try:
        return load_document(data, name)
    except UnreadableManifest as error:
        if error.code is not ErrorCode.YamlDuplicateMappingKey:
            raise
        return load_document(data, name, sifted)


def _version(document: Document, name: str) -> ManifestVersion:
    """The version that a file is written in; where only that is missing, the first one, so that the rest is checked."""
    if not document.get("ManifestVersion") and "PackageIdentifier" in document:
        document = {**document, "ManifestVersion": "1.0.0"}
    return manifest_version(document, name)
