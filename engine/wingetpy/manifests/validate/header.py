"""The schema header: the comment by which editors know a manifest's schema. Checked from version 1.7 on."""

from __future__ import annotations

import re
from collections.abc import Iterator

from wingetpy.manifests.events import Position
from wingetpy.manifests.findings import FindingId, Level
from wingetpy.manifests.schema import ManifestVersion
from wingetpy.manifests.validate.flaw import Flaw
from wingetpy.manifests.validate.loading import LoadedFile
from wingetpy.manifests.yamltext import decode

_SINCE = (1, 7)
_MARK = b"yaml-language-server"
_MARKED = re.compile(r"^[ \t]*#.*yaml-language-server.*$", re.IGNORECASE | re.MULTILINE)
_FORM = re.compile(r"#\s*yaml-language-server:\s*\$schema=(\S+)\s*", re.IGNORECASE)
_URL = re.compile(r"https?://[^/]+/winget-manifest\.(\w+)\.([\d.]+)\.schema\.json", re.IGNORECASE)
_PUBLISHED = "https://aka.ms/winget-manifest.{kind}.{version}.schema.json"


def header_flaws(file: LoadedFile, level: Level) -> Iterator[Flaw]:
    """What is wrong with the schema header of one file."""
    version = file.version
    if version is None or (version.major, version.minor) < _SINCE or file.kind in ("shadow", "merged"):
        return
    comment = _MARKED.search(_beginning(file))
    if comment is None:
        yield Flaw("SchemaHeaderNotFound", level=level, position=Position(1, 1))
        return
    line = comment.string.count("\n", 0, comment.start()) + 1
    header = comment[0].strip()
    given = _FORM.fullmatch(header)
    if given is None:
        yield Flaw("InvalidSchemaHeader", value=header, level=level, position=Position(line, 1))
        return
    column = comment[0].index("$schema") + 1
    for id, value in _flaws_of_url(given[1], file.kind, version):
        yield Flaw(id, value=value, level=level, position=Position(line, column))


def _beginning(file: LoadedFile) -> str:
    """The text, or as much of it as a header can be in: comments and blank lines before the first field."""
    if _MARK not in file.data.lower() and b"\0" not in file.data[:4]:
        return ""
    lines = []
    for line in decode(file.data).splitlines(keepends=True):
        if line.strip() and not line.lstrip().startswith("#"):
            break
        lines.append(line)
    return "".join(lines)


def _flaws_of_url(url: str, kind: str, version: ManifestVersion) -> Iterator[tuple[FindingId, str]]:
    parts = _URL.fullmatch(url)
    if parts is None:
        yield "SchemaHeaderUrlPatternMismatch", url
        return
    if parts[1].lower() != kind.lower():
        yield "SchemaHeaderManifestTypeMismatch", parts[1]
    if parts[2] != version.text:
        yield "SchemaHeaderManifestVersionMismatch", parts[2]
    if url.lower() != _PUBLISHED.format(kind=parts[1], version=parts[2]).lower():
        yield "SchemaHeaderUrlPatternMismatch", url
