"""Findings as SARIF 2.1.0, which code scanning services read."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from wingetpy import __version__

if TYPE_CHECKING:
    from wingetpy.authoring.reports import ManifestReport, ReportedFinding

_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"


def sarif_log(reports: Sequence[ManifestReport]) -> dict[str, object]:
    """The log of one validation. Files below the current folder have relative URIs."""
    here = Path.cwd()
    rules: dict[str, None] = {}
    results = []
    for level, finding in _leveled(reports):
        rules.setdefault(finding.id)
        results.append(_result(level, finding, here))
    driver = {"name": "wingetpy", "version": __version__, "rules": [{"id": id, "name": id} for id in rules]}
    run: dict[str, object] = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}
    if omitted := [_omitted(report) for report in reports if report.omitted]:
        run["invocations"] = [{"executionSuccessful": True, "toolExecutionNotifications": omitted}]
    return {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}


def _omitted(report: ManifestReport) -> dict[str, object]:
    return {"level": "warning", "message": {"text": report.omitted_text}}


def _leveled(reports: Iterable[ManifestReport]) -> Iterator[tuple[str, ReportedFinding]]:
    for report in reports:
        yield from (("error", finding) for finding in report.errors)
        yield from (("warning", finding) for finding in report.warnings)


def _result(level: str, finding: ReportedFinding, here: Path) -> dict[str, object]:
    field = f" [{finding.field}]" if finding.field else ""
    value = f" Value: {finding.value}" if finding.value else ""
    place: dict[str, object] = {"artifactLocation": {"uri": _uri(finding.file, here)}}
    if finding.line:
        place["region"] = {"startLine": finding.line, "startColumn": max(finding.column, 1)}
    return {
        "ruleId": finding.id,
        "level": level,
        "message": {"text": f"{finding.message}{field}{value}"},
        "locations": [{"physicalLocation": place}],
    }


def _uri(file: str, here: Path) -> str:
    path = Path(os.path.abspath(file))
    if path.is_relative_to(here):
        from urllib.parse import quote  # late: start time

        return quote(path.relative_to(here).as_posix())
    return path.as_uri()
