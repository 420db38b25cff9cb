"""A folder source that a test fills, and questions to it."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping, Sequence
from pathlib import Path

import msgspec

from kit.archives import zipped
from kit.calls import Listener
from kit.manifests import HASH, Fields, nested_files, quoted, singleton
from wingetpy.sources.catalog import Sources
from wingetpy.sources.composite import CompositeSource
from wingetpy.sources.request import MatchOption, SearchRequest

EXACT = MatchOption.equals
EQUAL = MatchOption.equals_case_insensitive
STARTS = MatchOption.starts_with
CONTAINS = MatchOption.contains


class Shelf:
    """A folder of manifests; the installers they name lie in `files`."""

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
        """Write a manifest whose installer does not exist; `more` are further lines at its root."""
        root = "\n".join(
            [
                *([f"Moniker: {quoted(moniker)}"] if moniker else ()),
                *(["Tags:", *(f"- {quoted(tag)}" for tag in tags)] if tags else ()),
                *(["Commands:", *(f"- {quoted(command)}" for command in commands)] if commands else ()),
                *more.splitlines(),
            ]
        )
        text = singleton(
            identifier, version, name=name or identifier, publisher=publisher, root=root, installer=installer
        )
        return self.write(path or f"{identifier}/{version}/{identifier}.yaml", text)

    def put_set(self, identifier: str, version: str, folders: Sequence[str] = ("", "", "")) -> None:
        """Write version, installer and default locale as a file each, into the folders named in that order."""
        head = f"PackageIdentifier: {identifier}\nPackageVersion: {quoted(version)}\n"
        parts = (
            ("", "DefaultLocale: en-US\nManifestType: version\n"),
            (
                ".installer",
                "InstallerType: exe\nCommands: [run]\nInstallers:\n- Architecture: x64\n"
                f"  InstallerUrl: https://example.org/setup.exe\n  InstallerSha256: {HASH}\n"
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

    def program(
        self,
        name: str,
        version: str = "1.0",
        content: bytes | None = None,
        *,
        root: Fields = "",
        lines: str = "",
        **fields: object,
    ) -> str:
        """Write a single portable whose command is the last part of its id in lower case.

        Args:
            name: The id; without a dot the last part of `Test.<name>`.
            lines: Further lines of YAML in the installer, instead of `fields`.
            fields: Further fields of the installer; `PackageName` is the manifest's.

        Returns:
            The id.
        """
        identifier = _identifier(name)
        command = {"Commands": [identifier.rpartition(".")[2].lower()]}
        data = content if content is not None else f"{identifier} {version}".encode()
        return self._package(identifier, version, ".exe", data, "portable", root, lines or {**command, **fields})

    def setup(self, name: str, version: str = "1.0", *, kind: str = "exe", root: Fields = "", lines: str = "") -> str:
        """Write a package of an installer that is run; `lines` and the result as for `program`."""
        identifier = _identifier(name)
        suffix = ".msi" if kind in ("msi", "wix") else ".exe"
        data = f"setup {identifier} {version}".encode()
        return self._package(identifier, version, suffix, data, kind, root, lines)

    def archive(
        self,
        name: str,
        version: str = "1.0",
        content: bytes | Mapping[str, bytes | str] | None = None,
        *,
        lines: str = "",
        **fields: object,
    ) -> str:
        """Write a zip whose program is bin/tool.exe, its command the last part of its id in lower case.

        `lines`, `fields` and the result as for `program`.
        """
        identifier = _identifier(name)
        if content is None:
            content = {"bin/tool.exe": f"{name} {version}", "readme.txt": "read me"}
        data = content if isinstance(content, bytes) else zipped(content)
        nested = nested_files({"bin\\tool.exe": identifier.rpartition(".")[2].lower()})
        return self._package(identifier, version, ".zip", data, "zip", "", lines or {**nested, **fields})

    def manifest(self, name: str, version: str = "1.0") -> Path:
        """Where the manifest of a program or an archive lies."""
        return self.root / f"{_identifier(name)}-{version}.yaml"

    def write(self, path: str, text: str | bytes) -> Path:
        """Write a file; a change of one that is there is always seen, whatever the clock of the disk."""
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        older = file.stat().st_mtime_ns if file.exists() else 0
        file.write_bytes(text if isinstance(text, bytes) else text.encode())
        if older:
            os.utime(file, ns=(older + 1_000_000_000, older + 1_000_000_000))
        return file

    def _package(
        self, identifier: str, version: str, suffix: str, data: bytes, kind: str, root: Fields, installer: Fields
    ) -> str:
        file = self.write(f"files/{identifier}-{version}{suffix}", data)
        name = ""
        if not isinstance(installer, str):
            name = str(installer.get("PackageName", ""))
            installer = {key: value for key, value in installer.items() if key != "PackageName"}
        text = singleton(
            identifier,
            version,
            name=name,
            kind=kind,
            url=f"file:files/{file.name}",
            sha256=hashlib.sha256(data).hexdigest().upper(),
            root=root,
            installer=installer,
        )
        self.write(self.manifest(identifier, version).name, text)
        return identifier


def _identifier(name: str) -> str:
    return name if "." in name else f"Test.{name}"


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
