"""What validation answers: one report a manifest."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import msgspec

from wingetpy.manifests.findings import Finding, FindingId

Result = Literal["Valid", "ValidWithWarnings", "Invalid"]


class ReportedFinding(msgspec.Struct, frozen=True, rename="pascal", kw_only=True):
    """One error or warning.

    Attributes:
        id: The reference client's name for it; ours where it has none.
        field: The path in the document, `Installers[0].InstallerUrl`; "" for whole files.
        value: What is there, as text; "" where nothing is.
        line: From 1; 0 where it is not known.
        code: winget's error code, `0x8A150029`.
    """

    id: FindingId
    message: str
    field: str
    value: str
    file: str
    line: int
    column: int
    code: str


class ManifestReport(msgspec.Struct, frozen=True, rename="pascal", kw_only=True):
    """What is wrong with one manifest.

    Attributes:
        path: The file, or the folder of its files, as the caller named it or below that.
        package_identifier: "" where no file gives it.
        files: How many it has.
    """

    path: str
    result: Result
    package_identifier: str
    package_version: str
    manifest_version: str
    files: int
    errors: tuple[ReportedFinding, ...] = ()
    warnings: tuple[ReportedFinding, ...] = ()


def report_of(
    path: str, identifier: str, version: str, manifest_version: str, files: int, findings: Sequence[Finding]
) -> ManifestReport:
    """The report of one manifest; errors and warnings apart, each in the order of files and lines."""
    errors = tuple(_reported(one, "0x8A150029") for one in findings if one.level == "Error")
    warnings = tuple(_reported(one, "0x8A150028") for one in findings if one.level == "Warning")
    return ManifestReport(
        path=path,
        result="Invalid" if errors else "ValidWithWarnings" if warnings else "Valid",
        package_identifier=identifier,
        package_version=version,
        manifest_version=manifest_version,
        files=files,
        errors=errors,
        warnings=warnings,
    )


def _reported(finding: Finding, code: str) -> ReportedFinding:
    return ReportedFinding(
        id=finding.id,
        message=finding.message,
        field=finding.field,
        value=finding.value or "",
        file=finding.file,
        line=finding.line,
        column=finding.column,
        code=finding.code or code,
    )
