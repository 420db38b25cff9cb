"""Reading a file of packages: winget's schemas 1.0 and 2.0, and lock files."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
from msgspec.structs import replace

from wingetpy.desired.lists.document import (
    LOCK_VERSION,
    SCHEMA_1,
    SCHEMA_2,
    ListedPackage,
    ListedSource,
    PackageListDocument,
)
from wingetpy.errors import BadRequest, ErrorCode, NotFound
from wingetpy.hosts.native_files import read_own_file
from wingetpy.model.call import Call
from wingetpy.model.decoding import converted
from wingetpy.model.pin import skip_fault
from wingetpy.settings.jsontext import decode_lenient_text

_ENCODINGS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
"""UTF-16 is what Windows PowerShell writes with `>`."""
_HASH = re.compile("[0-9A-Fa-f]{64}")
_REMEDY = "Export the list again, or correct the file: docs/package-lists.md describes it."


def read_list(path: Path, call: Call) -> PackageListDocument:
    """Read a file; a package that a source has twice in the same words is taken once, with a warning.

    Args:
        path: Native.

    Comments and a comma too many are forgiven, as winget forgives them: people write such lists by hand.

    Raises:
        NotFound: FileNotFound; NoApplicationsFound, for a list without packages.
        BadRequest: JsonInvalidFile, with what is wrong and where.
    """
    try:
        raw = read_own_file(path)
    except OSError as error:
        raise NotFound(
            f"The file {path} cannot be read: {error.strerror}.",
            code=ErrorCode.FileNotFound,
            target=str(path),
            remedy="Name an existing file that the engine may read.",
        ) from error
    document = _document(path, _value(path, raw))
    if fault := next(_faults(document), None):
        raise _invalid(path, fault)
    if not document.sources:
        raise NotFound(
            f"The package list {path} has no packages.",
            code=ErrorCode.NoApplicationsFound,
            target=str(path),
            remedy=_REMEDY,
        )
    return _without_doubles(path, document, call)


def _value(path: Path, raw: bytes) -> Any:
    encoding = next((name for mark, name in _ENCODINGS if raw.startswith(mark)), "utf-8")
    try:
        return decode_lenient_text(raw.decode(encoding))
    except ValueError as error:
        raise _invalid(path, f"it is no JSON: {error}") from error


def _document(path: Path, value: Any) -> PackageListDocument:
    if not isinstance(value, dict):
        raise _invalid(path, "it has no object with $schema and Sources")
    schema = value.get("$schema")
    if schema not in (SCHEMA_1, SCHEMA_2):
        found = "it has no $schema" if schema is None else f"its $schema {str(schema)[:200]!r} is not known"
        raise _invalid(path, f"{found}; known are {SCHEMA_2} and {SCHEMA_1}")
    if schema == SCHEMA_1:
        _rename_ids(value)
    try:
        return converted(value, PackageListDocument)
    except msgspec.ValidationError as error:
        raise _invalid(path, str(error)) from error


def _rename_ids(value: dict[str, Any]) -> None:
    """Give the packages of schema 1.0 the names of 2.0."""
    sources = value.get("Sources")
    for source in sources if isinstance(sources, list) else ():
        packages = source.get("Packages") if isinstance(source, dict) else None
        for one in packages if isinstance(packages, list) else ():
            if isinstance(one, dict) and "Id" in one:
                one["PackageIdentifier"] = one.pop("Id")


def _faults(document: PackageListDocument) -> Iterator[str]:
    """What the schema lets through and no import can take."""
    if document.is_lock and document.lock_version != LOCK_VERSION:
        yield f"it is a lock file of version {document.lock_version}; this engine knows {LOCK_VERSION}"
    for place, source in enumerate(document.sources):
        details = source.source_details
        if not all(map(str.isprintable, (details.name, details.identifier, details.argument, details.type))):
            yield f"a text holds control characters - at `$.Sources[{place}].SourceDetails`"
        for number, one in enumerate(source.packages):
            if fault := _fault_of(one) or (_lock_fault_of(one) if document.is_lock else ""):
                yield f"{fault} - at `$.Sources[{place}].Packages[{number}]`"


def _fault_of(one: ListedPackage) -> str:
    if not one.package_identifier.isprintable() or not one.version.isprintable():
        return "PackageIdentifier or Version holds control characters"
    if one.pin is not None and one.pin.fault:
        return f"the version {one.pin.version[:100]!r} of the pin of {one.package_identifier} {one.pin.fault}"
    skipped = ((text, skip_fault(text)) for text in one.skipped_versions)
    return next((f"the skipped version {text[:100]!r} {fault}" for text, fault in skipped if fault), "")


def _lock_fault_of(one: ListedPackage) -> str:
    if not one.version or not one.installers:
        return f"it is a lock file, and {one.named} has no version or no installers"
    hashes = (text for each in one.installers for text in (each.installer_sha256, each.signature_sha256))
    wrong = next((text for text in hashes if text and not _HASH.fullmatch(text)), None)
    return "" if wrong is None else f"{wrong[:100]!r} is no SHA-256"


def _without_doubles(path: Path, document: PackageListDocument, call: Call) -> PackageListDocument:
    """Take what a source has twice in the same words once, also where it is in several blocks of that source."""
    seen: dict[tuple[str, ...], ListedPackage] = {}
    sources: list[ListedSource] = []
    for source in document.sources:
        kept: list[ListedPackage] = []
        for one in source.packages:
            before = seen.setdefault((*source.key, *one.key), one)
            if before is one:
                kept.append(one)
            elif replace(before, package_identifier=one.package_identifier) == one:
                call.message("Warning", f"{path.name} has {one.named} twice; it is taken once.")
            else:
                name = source.source_details.name
                raise _invalid(path, f"the source {name} has {one.package_identifier} twice, with different wishes")
        sources.append(replace(source, packages=tuple(kept)))
    return replace(document, sources=tuple(sources))


def _invalid(path: Path, reason: str) -> BadRequest:
    return BadRequest(
        f"The package list {path} is not valid: {reason}.",
        code=ErrorCode.JsonInvalidFile,
        target=str(path),
        remedy=_REMEDY,
    )
