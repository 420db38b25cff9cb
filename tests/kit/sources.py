"""Folders of manifests for the tests of sources, and a caller that keeps what it is told."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import msgspec

from wingetpy.model.call import Level, Progress
from wingetpy.model.proxy import Proxy
from wingetpy.sources.catalog import Sources
from wingetpy.sources.composite import CompositeSource
from wingetpy.sources.request import MatchOption, SearchRequest


@dataclass
class Listener:
    """A Call that keeps what it is told."""

    messages: list[tuple[str, str, str | None]] = field(default_factory=list)
    reports: list[Progress] = field(default_factory=list)
    cancelled: bool = False
    proxy: Proxy | None = None

    def items(self, rows: Sequence[msgspec.Struct]) -> None:
        raise AssertionError("a source emits no items")

    def progress(self, progress: Progress) -> None:
        self.reports.append(progress)

    def message(self, level: Level, text: str, code: str | None = None) -> None:
        self.messages.append((level, text, code))


class Shelf:
    """A folder of manifests."""

    def __init__(self, root: Path) -> None:
        self.root = root
        root.mkdir(parents=True, exist_ok=True)

    def put(
        self,
        identifier: str,
        version: str = "1.0",
        *,
        name: str = "",
        publisher: str = "Somebody",
        moniker: str = "",
        tags: Sequence[str] = (),
        commands: Sequence[str] = (),
        installer: str = "",
        more: str = "",
        path: str = "",
    ) -> Path:
        """Write a singleton; `installer` are lines of YAML in its installer, `more` at its root."""
        lines = [
            f"PackageIdentifier: {quoted(identifier)}",
            f"PackageVersion: {quoted(version)}",
            "PackageLocale: en-US",
            f"PackageName: {quoted(name or identifier)}",
            f"Publisher: {quoted(publisher)}",
            "License: MIT",
            "ShortDescription: For tests",
            *([f"Moniker: {quoted(moniker)}"] if moniker else ()),
            *(["Tags:", *(f"- {quoted(tag)}" for tag in tags)] if tags else ()),
            *(["Commands:", *(f"- {quoted(command)}" for command in commands)] if commands else ()),
            *more.splitlines(),
            "InstallerType: exe",
            "Installers:",
            "- Architecture: x64",
            "  InstallerUrl: https://example.org/setup.exe",
            f"  InstallerSha256: {'A' * 64}",
            *(f"  {line}" for line in installer.splitlines()),
            "ManifestType: singleton",
            "ManifestVersion: 1.6.0",
        ]
        return self.write(path or f"{identifier}/{version}/{identifier}.yaml", "\n".join(lines) + "\n")

    def put_set(self, identifier: str, version: str, folders: Sequence[str] = ("", "", "")) -> None:
        """Write version, installer and default locale as a file each, into the folders named in that order."""
        head = f"PackageIdentifier: {identifier}\nPackageVersion: {quoted(version)}\n"
        parts = (
            ("", "DefaultLocale: en-US\nManifestType: version\n"),
            (
                ".installer",
                "InstallerType: exe\nCommands: [run]\nInstallers:\n- Architecture: x64\n"
                f"  InstallerUrl: https://example.org/setup.exe\n  InstallerSha256: {'A' * 64}\n"
                "ManifestType: installer\n",
            ),
            (
                ".locale.en-US",
                "PackageLocale: en-US\nPublisher: Somebody\nPackageName: In parts\nLicense: MIT\n"
                "ShortDescription: For tests\nTags: [parted]\nManifestType: defaultLocale\n",
            ),
        )
        for folder, (suffix, text) in zip(folders, parts, strict=True):
            place = f"{folder}/" if folder else f"{identifier}/{version}/"
            self.write(f"{place}{identifier}{suffix}.yaml", f"{head}{text}ManifestVersion: 1.6.0\n")

    def write(self, path: str, text: str | bytes) -> Path:
        """Write a file; a change of one that is there is always seen, whatever the clock of the disk."""
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        older = file.stat().st_mtime_ns if file.exists() else 0
        file.write_bytes(text if isinstance(text, bytes) else text.encode())
        if older:
            os.utime(file, ns=(older + 1_000_000_000, older + 1_000_000_000))
        return file


def quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def opened(state: Path, shelf: Shelf, name: str = "shelf") -> CompositeSource:
    """A folder as the one source of a fresh state, ready to be asked."""
    sources = Sources(state, processes=1)
    sources.add(Listener(), name, str(shelf.root))
    return sources.open(Listener())


def found(source: CompositeSource, query: str | None = None, **criteria: object) -> list[str]:
    """The ids that a search answers, in its order."""
    request = msgspec.convert(
        {"Query": query} | {key.title().replace("_", ""): value for key, value in criteria.items()}, SearchRequest
    )
    return [row.id for row in source.search(request).rows]


EXACT = MatchOption.equals
EQUAL = MatchOption.equals_case_insensitive
STARTS = MatchOption.starts_with
CONTAINS = MatchOption.contains
