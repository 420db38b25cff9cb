"""What single files of a manifest break: the schema of their version, the fields that reading needs, their text."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator

from wingetpy.manifests.events import Position
from wingetpy.manifests.validate.checks import Check, compile_check
from wingetpy.manifests.validate.fields import FILES
from wingetpy.manifests.validate.flaw import Flaw
from wingetpy.manifests.validate.loading import PREVIEW, LoadedFile
from wingetpy.manifests.validate.preview_fields import PREVIEW_FILE
from wingetpy.manifests.validate.shapes import FIRST
from wingetpy.manifests.validate.texts import VERSIONS
from wingetpy.manifests.yamltext import decode

_BIDIRECTIONAL = re.compile("[\u202a-\u202e\u2066-\u2069]")
_BIDIRECTIONAL_BYTES = (b"\xe2\x80", b"\xe2\x81")
_NEEDED_IN_ALL = ("PackageIdentifier", "PackageVersion", "ManifestVersion", "ManifestType")
_NEEDED = {
    "version": ("DefaultLocale",),
    "singleton": ("PackageLocale",),
    "defaultLocale": ("PackageLocale",),
    "locale": ("PackageLocale",),
}
_PUT_TOGETHER = {"installer": "defaultLocale", "defaultLocale": "installer"}


def file_flaws(file: LoadedFile) -> Iterator[Flaw]:
    """The flaws of one file by itself."""
    yield from file.flaws
    yield from _bidirectional_flaws(file)
    if file.version is None:
        return
    if file.kind == PREVIEW:
        yield from _check(PREVIEW, *FIRST)(file.document)
        return
    needed = (*_NEEDED_IN_ALL, *_NEEDED.get(file.kind, ()))
    empty = [name for name in needed if not file.document.get(name)]
    for name in empty:
        yield Flaw("RequiredFieldEmpty" if name in file.document else "RequiredFieldMissing", (name,))
    if file.kind not in FILES:
        return
    for flaw in _check(file.kind, file.version.major, file.version.minor)(file.document):
        if not (flaw.path and flaw.path[0] in empty):  # one flaw, not two
            yield flaw


@functools.lru_cache(100)
def _check(kind: str, major: int, minor: int) -> Check:
    """The check of a file by the newest schema that is not newer than its version."""
    version = max(one for one in VERSIONS if one <= max(FIRST, (major, minor)))
    if kind == PREVIEW:
        return compile_check(PREVIEW_FILE, version)
    other = _PUT_TOGETHER.get(kind)
    elsewhere = frozenset(field.name for field in FILES[other].fields if field.since <= version) if other else ()
    return compile_check(FILES[kind], version, frozenset(elsewhere))


def _bidirectional_flaws(file: LoadedFile) -> Iterator[Flaw]:
    """Characters that make a reader see another text than the machine: one flaw a line."""
    if not any(one in file.data for one in _BIDIRECTIONAL_BYTES):
        return
    for number, line in enumerate(decode(file.data).splitlines(), 1):
        if found := _BIDIRECTIONAL.search(line):
            value = f"U+{ord(found[0]):04X}"
            yield Flaw("BidirectionalControl", (), "", value, "Warning", Position(number, found.start() + 1))
