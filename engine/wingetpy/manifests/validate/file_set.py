"""What keeps files from being one manifest."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from wingetpy.errors import ErrorCode
from wingetpy.manifests.validate.flaw import Flaw
from wingetpy.manifests.validate.loading import PREVIEW, LoadedFile

_WHOLE = ("singleton", "merged", PREVIEW)
_PARTS = ("version", "installer", "defaultLocale")
_SAME_IN_ALL = ("PackageIdentifier", "PackageVersion", "ManifestVersion")


def set_flaws(files: Sequence[LoadedFile], *, shadow: bool = False) -> Iterator[tuple[LoadedFile, Flaw]]:
    """The flaws of files as one manifest, each with the file it is in. Files that cannot be read are passed over.

    Args:
        shadow: Whether one of them may be a shadow file.
    """
    readable = [file for file in files if file.version is not None]
    if len(files) == 1:
        yield from ((file, flaw) for file in readable for flaw in _flaws_of_single(file))
        return
    yield from _flaws_of_kinds(readable, (*_PARTS, "shadow") if shadow else _PARTS)
    yield from _flaws_of_values(readable)
    if len(readable) == len(files) and not {file.kind for file in files}.issuperset(_PARTS):
        missing = ", ".join(part for part in _PARTS if part not in {file.kind for file in files})
        yield files[0], Flaw("IncompleteMultiFileManifest", (), f"Missing: {missing}.")


def _flaws_of_single(file: LoadedFile) -> Iterator[Flaw]:
    if file.kind == "merged":
        yield Flaw("FieldValueNotSupported", ("ManifestType",), value=file.kind)
    elif file.kind == "shadow":
        yield Flaw("ShadowManifestNotAllowed", ("ManifestType",), value=file.kind)
    elif file.kind and file.kind not in _WHOLE:
        yield Flaw("IncompleteMultiFileManifest", ("ManifestType",), value=file.kind)


def _flaws_of_kinds(files: Sequence[LoadedFile], once: Sequence[str]) -> Iterator[tuple[LoadedFile, Flaw]]:
    """Flaws of types and locales. `once`: the types that there may be one of."""
    seen: set[str] = set()
    locales: set[str] = set()
    for file in files:
        path = ("ManifestType",)
        if file.kind == PREVIEW:
            detail = "Manifests of version 0.x are one file."
            code = ErrorCode.InvalidManifest.hex
            yield file, Flaw("UnsupportedMultiFileManifestType", (), detail, file.kind, code=code)
        elif file.kind == "shadow" and file.kind not in once:
            yield file, Flaw("ShadowManifestNotAllowed", path, value=file.kind)
        elif file.kind == "":
            yield file, Flaw("InconsistentMultiFileManifestFieldValue", path)
        elif file.kind not in (*once, "locale"):
            yield file, Flaw("UnsupportedMultiFileManifestType", path, value=file.kind)
        elif file.kind in seen and file.kind != "locale":
            yield file, Flaw("DuplicateMultiFileManifestType", path, value=file.kind)
        if file.kind in ("locale", "defaultLocale") and (locale := str(file.document.get("PackageLocale", ""))):
            if locale.lower() in locales:
                yield file, Flaw("DuplicateMultiFileManifestLocale", ("PackageLocale",), value=locale)
            locales.add(locale.lower())
        seen.add(file.kind)


def _flaws_of_values(files: Sequence[LoadedFile]) -> Iterator[tuple[LoadedFile, Flaw]]:
    if not files:
        return
    first = files[0]
    for file in files[1:]:
        for field in _SAME_IN_ALL:
            value, expected = file.modern.get(field), first.modern.get(field)
            if value and expected and value != expected:
                detail = f"{first.name} has {expected}."
                yield file, Flaw("InconsistentMultiFileManifestFieldValue", (field,), detail, value)
    defaults = {str(file.document.get("DefaultLocale", "")).lower() for file in files if file.kind == "version"}
    for file in files:
        locale = str(file.document.get("PackageLocale", ""))
        if file.kind == "defaultLocale" and defaults and locale.lower() not in defaults:
            yield file, Flaw("InconsistentMultiFileManifestDefaultLocale", ("PackageLocale",), value=locale)
