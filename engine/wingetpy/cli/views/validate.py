"""`validate`: what is wrong with a manifest, or with the manifests of a folder."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wingetpy.cli.options import Given, Option
from wingetpy.cli.session import Session
from wingetpy.cli.verbs import View
from wingetpy.errors import ErrorCode
from wingetpy.messages.language import say, translated

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wingetpy.authoring.reports import ManifestReport, ReportedFinding
    from wingetpy.commands.manifest_validate import Validated


def validate(session: Session, given: Given) -> int:
    """0 if all is well, else the reference's code for a failure or for warnings; `--nowarn` counts no warnings."""
    console = session.console
    total: Validated = session.ask("manifest/validate", given)
    reports: list[ManifestReport] = console.rows
    warned = 0 if given.flag("nowarn") else total.warned
    if given.flag("sarif"):
        from wingetpy.cli.sarif import sarif_log  # late: start time

        console.write_json(sarif_log(reports))
    elif console.json:
        console.write_json(reports)
    else:
        for report in reports:
            console.write(list(_lines(report, warnings=not given.flag("nowarn"))))
        console.write(_summary(total, warned))
    if total.cancelled:
        return ErrorCode.CtrlSignalReceived.signed
    if total.failed:
        return ErrorCode.ManifestValidationFailure.signed
    return ErrorCode.ManifestValidationWarning.signed if warned else 0


def _lines(report: ManifestReport, *, warnings: bool) -> Iterator[str]:
    yield from (_line("Error", finding) for finding in report.errors)
    if warnings:
        yield from (_line("Warning", finding) for finding in report.warnings)
    if report.omitted:
        yield report.omitted_text


def _line(level: str, finding: ReportedFinding) -> str:
    """`FILE:LINE:COLUMN: Manifest Error: TEXT [FIELD] Value: VALUE (ID)`, which editors know how to follow."""
    place = f"{finding.file}:{finding.line}:{finding.column}" if finding.line else finding.file
    field = f" [{finding.field}]" if finding.field else ""
    value = say(" Value: {0}", " ".join(finding.value.split())) if finding.value else ""
    return say("{0}: Manifest {1}: {2}{3}{4} ({5})", place, level, finding.message, field, value, finding.id)


def _summary(total: Validated, warned: int) -> list[str]:
    word = translated("failed" if total.failed else "succeeded with warnings" if warned else "succeeded")
    if total.count == 1:
        return [say("Manifest validation {0}.", word)]
    counts = say("{0} manifests, {1} with errors, {2} with warnings only", total.count, total.failed, warned)
    return [say("Manifest validation {0}: {1}.", word, counts)]


VALIDATE = View(
    options=(
        Option(names=("--manifest", "--path"), member="path", value="PATH", position=True, required=True,
               help="A manifest, or a folder of manifests"),
        Option(names=("--installers",), member="installers", value="FOLDER",
               help="Compare with the installers in this folder"),
        Option(names=("--sarif",), member="sarif", help="Print SARIF 2.1.0, which code scanning services read"),
        Option(names=("--verified-publisher-errors",), member="verified_publisher_errors",
               help="Fields for verified publishers are errors"),
        Option(names=("--network-address-errors",), member="network_address_errors",
               help="URLs in switches are errors"),
        Option(names=("--schema-header-errors",), member="schema_header_errors",
               help="A missing or wrong schema header is an error"),
    ),
    run=validate,
    examples=("validate manifests/g/Git/Git/2.45.0", "validate setup.yaml --nowarn", "validate . --sarif",
              "validate app.yaml --installers dist"),
)  # fmt: skip
