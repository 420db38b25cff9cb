"""The short way to read a version file: a third of a catalogue, and nothing in it but five plain fields."""

from __future__ import annotations

import re

from wingetpy.manifests.summary import FileSummary

_FIELD = rb"{name}: +(?P<{group}_quote>[\"']?)(?P<{group}>{value})(?P={group}_quote) *\r?\n"
_BETWEEN = rb"(?:#[ -~]*\r?\n|\r?\n)*"
_WORD = rb"[A-Za-z0-9][A-Za-z0-9._+-]*"


def _line(name: str, value: bytes = _WORD) -> bytes:
    group = name.encode()
    field = _FIELD.replace(b"{name}", group).replace(b"{group}", group).replace(b"{value}", value)
    return field + _BETWEEN


_VERSION_FILE = re.compile(
    rb"(?:\xef\xbb\xbf)?"
    + _BETWEEN
    + _line("PackageIdentifier")
    + _line("PackageVersion")
    + _line("DefaultLocale")
    + _line("ManifestType", b"version")
    + _line("ManifestVersion", rb"1\.[0-9]{1,4}\.[0-9]{1,4}")
)
_FIELDS = ("ManifestVersion", "PackageIdentifier", "PackageVersion", "DefaultLocale")


def read_version_file(data: bytes) -> FileSummary | None:
    """What `summarize` says of a version file that is written as nearly all are.

    Args:
        data: The file.

    Returns:
        None for any other kind of file, and for a version file with anything else in it than comments and its five
        fields in their usual order, each a word that YAML cannot read differently: those need a YAML parser.
    """
    fields = _VERSION_FILE.fullmatch(data)
    if fields is None:
        return None
    manifest_version, identifier, version, locale = (fields[name].decode("ascii") for name in _FIELDS)
    return FileSummary(
        manifest_type="version",
        manifest_version=manifest_version,
        package_identifier=identifier,
        package_version=version,
        default_locale=locale,
    )
