"""Reading a file of packages: winget's schemas 1.0 and 2.0, and lock files."""

from __future__ import annotations

import codecs
from pathlib import Path
from typing import Any

import msgspec
from msgspec.structs import replace

from wingetpy.desired.lists.document import LOCK_VERSION, SCHEMA_1, SCHEMA_2, ListedSource, PackageListDocument
from wingetpy.errors import BadRequest, ErrorCode, NotFound
from wingetpy.hosts.native_files import read_own_file
from wingetpy.model.call import Call
from wingetpy.model.decoding import UNREADABLE, converted, json_decoder

_ENCODINGS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
"""UTF-16 is what Windows PowerShell writes with `>`."""
_REMEDY = "Export the list again, or correct the file: docs/package-lists.md describes it."


def read_list(path: Path, call: Call) -> PackageListDocument:
    """Read a file; a package that a source has twice in the same words is taken once, with a warning.

    Args:
        path: Native.

    Raises:
        NotFound: FileNotFound.
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
    if document.is_lock:
        _refuse_broken_lock(path, document)
    return replace(document, sources=tuple(_without_doubles(path, one, call) for one in document.sources))


def _value(path: Path, raw: bytes) -> Any:
    encoding = next((name for mark, name in _ENCODINGS if raw.startswith(mark)), "utf-8")
    try:
        return json_decoder(object).decode(raw.decode(encoding))
    except UNREADABLE as error:
        raise _invalid(path, f"it is no JSON: {error}") from error


def _document(path: Path, value: Any) -> PackageListDocument:
    if not isinstance(value, dict):
        raise _invalid(path, "it has no object with $schema and Sources")
    schema = value.get("$schema")
    if schema not in (SCHEMA_1, SCHEMA_2):
        found = "it has no $schema" if schema is None else f"its $schema {str(schema)[:200]!r} is not known"
        raise _invalid(path, f"{found}; {SCHEMA_2} and that of 1.0 are")
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


def _refuse_broken_lock(path: Path, document: PackageListDocument) -> None:
    if document.lock_version != LOCK_VERSION:
        raise _invalid(path, f"it is a lock file of version {document.lock_version}; this engine knows {LOCK_VERSION}")
    for source in document.sources:
        for one in source.packages:
            if not one.version or not one.installers:
                raise _invalid(path, f"it is a lock file, and {one.named} has no version or no installers")


def _without_doubles(path: Path, source: ListedSource, call: Call) -> ListedSource:
    seen: dict[tuple[str, str], Any] = {}
    for one in source.packages:
        before = seen.setdefault(one.key, one)
        if before is one:
            continue
        if replace(before, package_identifier=one.package_identifier) != one:
            name = source.source_details.name
            raise _invalid(path, f"the source {name} has {one.package_identifier} twice, with different wishes")
        call.message("Warning", f"{path.name} has {one.named} twice; it is taken once.")
    return replace(source, packages=tuple(seen.values()))


def _invalid(path: Path, reason: str) -> BadRequest:
    return BadRequest(
        f"The package list {path} is not valid: {reason}.",
        code=ErrorCode.JsonInvalidFile,
        target=str(path),
        remedy=_REMEDY,
    )
