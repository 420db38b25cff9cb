"""Flaws made findings: in which file, on which line, with which value."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import msgspec
import yaml

from wingetpy.manifests.events import Path, Position, find_positions
from wingetpy.manifests.findings import Finding
from wingetpy.manifests.preview import written_path
from wingetpy.manifests.validate.flaw import Flaw
from wingetpy.manifests.validate.loading import PREVIEW, LoadedFile
from wingetpy.manifests.yamltext import Document, Value, decode, parser_events

MOST_FINDINGS = 1000
"""Of one file."""
_LONGEST_VALUE = 500


def findings_of(file: LoadedFile, flaws: Sequence[Flaw]) -> Iterator[Finding]:
    """The findings of one file, in the order of its lines; of very many, the first ones that were found, errors
    first."""
    if len(flaws) > MOST_FINDINGS:
        flaws = sorted(flaws, key=lambda flaw: flaw.level != "Error")[:MOST_FINDINGS]
    positions = _positions(file, [flaw for flaw in flaws if flaw.position is None])
    findings = []
    for flaw in dict.fromkeys(map(_hashable, flaws)):
        position = flaw.position or _nearest(_written(file, flaw.path), positions)
        value = flaw.value if flaw.value is not None else _value_at(file.modern, flaw.path)
        findings.append(
            Finding(
                level=flaw.level,
                id=flaw.id,
                field=text_of(flaw.path),
                value=_shown(value),
                detail=flaw.detail,
                code=flaw.code,
                file=file.name,
                line=position.line,
                column=position.column,
            )
        )
    return iter(sorted(findings, key=lambda finding: (finding.line, finding.column)))


def at(value: Value | None, path: Path) -> Value | None:
    """What a document has at a path; None where it has nothing there."""
    for step in path:
        if isinstance(value, dict) and isinstance(step, str):
            value = value.get(step)
        elif isinstance(value, list) and isinstance(step, int) and step < len(value):
            value = value[step]
        else:
            return None
    return value


def text_of(path: Path) -> str:
    """A path as `Installers[0].InstallerUrl`."""
    text = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in path)
    return text.removeprefix(".")


def _hashable(flaw: Flaw) -> Flaw:
    """The flaw with its value as text, so that a flaw found twice is one."""
    return flaw if flaw.value is None else flaw._replace(value=_shown(flaw.value))


def _shown(value: Value | None) -> str | None:
    if value is None:
        return None
    text = value if isinstance(value, str) else msgspec.json.encode(value).decode()
    return str(text) if len(text) <= _LONGEST_VALUE else f"{text[:_LONGEST_VALUE]}…"


def _value_at(document: Document, path: Path) -> str | None:
    """The text at a path, if there is one."""
    value = at(document, path) if path else None
    return value if isinstance(value, str) and value else None


def _written(file: LoadedFile, path: Path) -> Path:
    """The path as the file itself spells it."""
    if file.kind != PREVIEW or at(file.document, path) is not None:
        return path
    return written_path(path)


def _positions(file: LoadedFile, flaws: Iterable[Flaw]) -> dict[Path, Position]:
    """The positions of the flaws' paths, or of what is around those that are not there."""
    wanted = {_there(file.document, _written(file, flaw.path)) for flaw in flaws} - {()}
    if not wanted:
        return {}
    try:
        return find_positions(parser_events(file.data), wanted)
    except yaml.reader.ReaderError:
        return find_positions(parser_events(decode(file.data)), wanted)


def _there(document: Document, path: Path) -> Path:
    """As much of a path as a document has."""
    while path and at(document, path) is None:
        path = path[:-1]
    return path


def _nearest(path: Path, positions: dict[Path, Position]) -> Position:
    """Where a path is, or what is around it; the first line for the file as a whole."""
    for length in range(len(path), 0, -1):
        if path[:length] in positions:
            return positions[path[:length]]
    return Position(1, 1)
