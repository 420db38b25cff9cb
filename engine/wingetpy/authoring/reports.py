"""What validation answers: one report a manifest."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import msgspec

from wingetpy.manifests.findings import Finding, FindingId

Result = Literal["Valid", "ValidWithWarnings", "Invalid"]

_MOST_BYTES = 512 << 10
"""Of the findings of one report: half of what a message may have."""
_LONGEST_TEXT = 2000


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
        omitted: How many findings at least are not listed, of a manifest with very many.
    """

    path: str
    result: Result
    package_identifier: str
    package_version: str
    manifest_version: str
    files: int
    errors: tuple[ReportedFinding, ...] = ()
    warnings: tuple[ReportedFinding, ...] = ()
    omitted: int = 0

    @property
    def omitted_text(self) -> str:
        """The sentence about the findings that are not listed."""
        return f"{self.path}: {self.omitted:,} more findings are not listed. Mend these first, and validate again."


def report_of(
    path: str,
    identifier: str,
    version: str,
    manifest_version: str,
    files: int,
    findings: Sequence[Finding],
    omitted: int = 0,
) -> ManifestReport:
    """The report of one manifest; errors and warnings apart, each in the order of files and lines.

    Of very many findings the first are listed, errors before warnings, as many as one message holds.

    Args:
        omitted: How many more findings there are.
    """
    errors = tuple(_reported(one, "0x8A150029") for one in findings if one.level == "Error")
    warnings = tuple(_reported(one, "0x8A150028") for one in findings if one.level == "Warning")
    listed = _first_of([*errors, *warnings])
    return ManifestReport(
        path=path,
        result="Invalid" if errors else "ValidWithWarnings" if warnings else "Valid",
        package_identifier=_cut(identifier),
        package_version=_cut(version),
        manifest_version=_cut(manifest_version),
        files=files,
        errors=errors[:listed],
        warnings=warnings[: max(listed - len(errors), 0)],
        omitted=omitted + len(errors) + len(warnings) - listed,
    )


def _first_of(findings: Sequence[ReportedFinding]) -> int:
    """Return how many findings from the first on have room in one report."""
    left = _MOST_BYTES
    for count, finding in enumerate(findings):
        left -= len(msgspec.json.encode(finding)) + 1
        if left < 0:
            return count
    return len(findings)


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST_TEXT else f"{text[:_LONGEST_TEXT]}…"


def _reported(finding: Finding, code: str) -> ReportedFinding:
    return ReportedFinding(
        id=finding.id,
        message=_cut(finding.message),
        field=_cut(finding.field),
        value=_cut(finding.value or ""),
        file=finding.file,
        line=finding.line,
        column=finding.column,
        code=finding.code or code,
    )
