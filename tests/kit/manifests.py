"""The one builder of manifests."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Iterable, Mapping

HASH = "0123456789ABCDEF" * 4

Fields = str | Mapping[str, object]
"""Lines of YAML, or names and values."""


def singleton(
    identifier: str,
    version: str = "1.0",
    *,
    name: str = "",
    publisher: str = "Test Publisher",
    kind: str = "exe",
    url: str = "https://example.org/setup.exe",
    sha256: str = HASH,
    root: Fields = "",
    installer: Fields = "",
) -> str:
    """A manifest in one file with one installer for x64.

    Args:
        name: PackageName; the last part of the identifier when empty.
        root: Further fields of the manifest; each replaces the field of that name.
        installer: Further fields of the installer, likewise.
    """
    given, own = _lines(root), _lines(installer)
    usual = {
        "PackageIdentifier": quoted(identifier),
        "PackageVersion": quoted(version),
        "PackageLocale": "en-US",
        "Publisher": quoted(publisher),
        "PackageName": quoted(name or identifier.rpartition(".")[2]),
        "License": "MIT",
        "ShortDescription": "For tests",
        "InstallerType": kind,
    }
    usual_of_installer = {"Architecture": "x64", "InstallerUrl": quoted(url), "InstallerSha256": quoted(sha256)}
    only = textwrap.indent("\n".join([*_without(usual_of_installer, own), *own]), "  ").removeprefix("  ")
    end = ["ManifestType: singleton", "ManifestVersion: 1.10.0"]
    return "\n".join([*_without(usual, [*given, *own]), *given, "Installers:", f"- {only}", *end]) + "\n"


def nested_files(programs: Mapping[str, str] | None = None, kind: str = "portable") -> dict[str, object]:
    """An installer's fields of a zip; `programs` gives aliases by relative path (default: bin/tool.exe as tool)."""
    wanted = programs if programs is not None else {"bin/tool.exe": "tool"}
    return {
        "InstallerType": "zip",
        "NestedInstallerType": kind,
        "NestedInstallerFiles": [
            {"RelativeFilePath": path} | ({"PortableCommandAlias": alias} if alias else {})
            for path, alias in wanted.items()
        ],
    }


def quoted(text: str) -> str:
    """A YAML scalar."""
    return "'" + text.replace("'", "''") + "'"


def _lines(fields: Fields) -> list[str]:
    if isinstance(fields, str):
        return textwrap.dedent(fields.strip("\n")).splitlines()
    return [f"{name}: {json.dumps(value)}" for name, value in fields.items()]  # JSON is YAML


def _without(usual: Mapping[str, str], given: Iterable[str]) -> list[str]:
    """The usual fields but for those that are given."""
    names = {line.partition(":")[0] for line in given}
    return [f"{name}: {value}" for name, value in usual.items() if name not in names]
