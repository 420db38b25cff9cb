"""The versions of a package of schema 2: a packed file that the index names by its hash."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

import msgspec

from wingetpy.errors import ManifestError
from wingetpy.manifests.yamltext import load_document
from wingetpy.model.version import Version, is_version
from wingetpy.sources.preindexed.mszip import compress, decompress

FILE_NAME = "versionData.mszyml"
_LARGEST = 16 << 20
_SCHEMA = "1.0"
_HASH = re.compile(r"[0-9A-Fa-f]{64}")


class VersionData(msgspec.Struct, frozen=True, kw_only=True):
    """One version: the range under which it is listed in Apps & Features, its manifest's path and SHA-256 (hex)."""

    version: str
    arp_minimum: str
    arp_maximum: str
    path: str
    sha256: str


def path_of(identifier: str, data_hash: bytes) -> str:
    """Return where the version data of a package is, relative to the source."""
    return f"packages/{identifier}/{data_hash.hex()[:8]}/{FILE_NAME}"


def read_version_data(packed: bytes, name: str) -> tuple[VersionData, ...]:
    """Read the versions of a package, newest first.

    Args:
        packed: The file.
        name: What it is called in messages.

    Raises:
        ValueError: it is damaged, of a later version, or names no versions.
    """
    try:
        document = load_document(decompress(packed, _LARGEST), name)
    except ManifestError as error:
        raise ValueError(error.text.rstrip(".")) from error
    schema, listed = document.get("sV", ""), document.get("vD", "")
    if not isinstance(schema, str) or schema.partition(".")[0] != _SCHEMA.partition(".")[0]:
        raise ValueError("it is of a version that is not supported")
    if not isinstance(listed, list) or not listed:
        raise ValueError("it names no versions")
    found = [_version(item) for item in listed]
    found.sort(key=lambda one: (Version.parse(one.version).sort_key, one.version), reverse=True)
    return tuple(found)


def write_version_data(versions: Sequence[VersionData]) -> bytes:
    """Return the packed file of the versions of a package."""
    lines = [f"sV: {_SCHEMA}", "vD:"]
    for version in versions:
        lines.append(f"  - v: {_quoted(version.version)}")
        if version.arp_minimum:
            lines.append(f"    aMiV: {_quoted(version.arp_minimum)}")
        if version.arp_maximum:
            lines.append(f"    aMaV: {_quoted(version.arp_maximum)}")
        lines.append(f"    rP: {_quoted(version.path)}")
        lines.append(f"    s256H: {version.sha256.lower()}")
    return compress(("\n".join(lines) + "\n").encode())


def _version(item: Any) -> VersionData:
    if not isinstance(item, dict):
        raise ValueError("a version in it is none")
    fields = {key: item.get(key, "") for key in ("v", "aMiV", "aMaV", "rP", "s256H")}
    if not all(isinstance(value, str) for value in fields.values()) or not fields["rP"]:
        raise ValueError("a version in it lacks its path")
    if not fields["v"] or not is_version(fields["v"]):
        raise ValueError("a version in it has no number that can be ordered")
    if _HASH.fullmatch(fields["s256H"]) is None:
        raise ValueError(f"the version {fields['v'][:50]} in it has no hash")
    return VersionData(
        version=fields["v"],
        arp_minimum=fields["aMiV"],
        arp_maximum=fields["aMaV"],
        path=fields["rP"],
        sha256=fields["s256H"].lower(),
    )


def _quoted(text: str) -> str:
    """Return a text as YAML that no reader takes for a number or a word."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
