"""A small machine, packages to install on it, and what a test wants to know of it afterwards."""

from __future__ import annotations

import hashlib
import io
import os
import sqlite3
import zipfile
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path, PureWindowsPath

import msgspec

from wingetpy.hosts.host import Host
from wingetpy.hosts.registry import Hive
from wingetpy.hosts.sandbox import Faults, SandboxFacts, SandboxHost
from wingetpy.inventory.entry import InstalledEntry
from wingetpy.inventory.installed import installed_entries
from wingetpy.manifests.model import Manifest
from wingetpy.manifests.read import read_manifest
from wingetpy.model.call import Level, Progress
from wingetpy.model.proxy import Proxy
from wingetpy.model.scope import Scope
from wingetpy.operations.outcome import Outcome
from wingetpy.operations.plan import InstallOptions, Origin, PlannedOperation, UninstallOptions
from wingetpy.operations.planning import plan_install, plan_uninstall, plan_update
from wingetpy.operations.run import RunOptions, run_plan

SOURCE = "Test.Source"
PACKAGES = PureWindowsPath(r"C:\Users\user\AppData\Local\Microsoft\WinGet\Packages")
LINKS = PureWindowsPath(r"C:\Users\user\AppData\Local\Microsoft\WinGet\Links")


@dataclass
class Listener:
    """A Call that keeps what it is told; `cancel_at` is the number of the question at which it says: stop."""

    messages: list[tuple[str, str, str | None]] = field(default_factory=list)
    reports: list[Progress] = field(default_factory=list)
    cancel_at: int | None = None
    asked: int = 0
    proxy: Proxy | None = None

    @property
    def cancelled(self) -> bool:
        self.asked += 1
        return self.cancel_at is not None and self.asked >= self.cancel_at

    def items(self, rows: Sequence[msgspec.Struct]) -> None:
        raise AssertionError("an operation emits no items")

    def progress(self, progress: Progress) -> None:
        self.reports.append(progress)

    def message(self, level: Level, text: str, code: str | None = None) -> None:
        self.messages.append((level, text, code))

    def codes(self) -> list[str | None]:
        return [code for _, _, code in self.messages]


class Shop:
    """A folder source with the packages a test makes, and a machine to install them on (else a new sandbox)."""

    def __init__(self, folder: Path, facts: SandboxFacts | None = None, host: Host | None = None) -> None:
        self.folder = folder / "source"
        self.folder.mkdir(parents=True, exist_ok=True)
        self.root = folder / "machine"
        self.facts = facts
        self.host: Host = host or SandboxHost(self.root, facts)
        self.call = Listener()
        self._path = self.host.files.search_path(Scope.user)

    def again(self, faults: Faults | None = None, facts: SandboxFacts | None = None) -> None:
        """The same machine, started anew."""
        self.host = SandboxHost(self.root, facts or self.facts, faults)
        self.call = Listener()

    def program(self, version: str, content: bytes | None = None, package: str = "Test.Tool", **more: str) -> Manifest:
        """A single portable program."""
        name = f"{package}-{version}.exe"
        (self.folder / name).write_bytes(content if content is not None else f"program {package} {version}".encode())
        return self.manifest(name, version, package, {"InstallerType": "portable", **more})

    def archive(
        self,
        version: str,
        files: Mapping[str, bytes | str],
        programs: Mapping[str, str] | None = None,
        package: str = "Test.Tools",
        **more: str,
    ) -> Manifest:
        """A zip of portables; `programs` gives aliases by relative path (default: bin/tool.exe as tool)."""
        name = f"{package}-{version}.zip"
        (self.folder / name).write_bytes(zipped(files))
        return self.manifest(name, version, package, {**archive_fields(programs), **more})

    def manifest(self, file: str, version: str, package: str, fields: Mapping[str, str]) -> Manifest:
        path = self.folder / file
        sha256 = hashlib.sha256(path.read_bytes()).hexdigest().upper()
        lines = [
            f"PackageIdentifier: {package}",
            f"PackageVersion: '{version}'",
            "PackageLocale: en-US",
            "Publisher: Test Publisher",
            f"PackageName: {package.rpartition('.')[2]}",
            "License: MIT",
            "ShortDescription: For tests",
            "Installers:",
            "- Architecture: x64",
            f"  InstallerUrl: {fields.get('InstallerUrl', path.as_uri())}",
            f"  InstallerSha256: {fields.get('InstallerSha256', sha256)}",
            *(f"  {key}: {value}" for key, value in fields.items() if key not in ("InstallerUrl", "InstallerSha256")),
            "ManifestType: singleton",
            "ManifestVersion: 1.6.0",
        ]
        return read_manifest([("test.yaml", "\n".join(lines).encode())])

    @property
    def origin(self) -> Origin:
        return Origin(name="test", identifier=SOURCE, folder=self.folder)

    def installed(self, package: str = "Test.Tool") -> InstalledEntry | None:
        entries = [one for one in installed_entries(self.host) if one.portable and one.portable.package_id == package]
        return entries[0] if entries else None

    def plan_install(self, manifest: Manifest, options: InstallOptions | None = None) -> PlannedOperation:
        return plan_install(self.host, manifest, manifest.installers[0], self.origin, options or InstallOptions())

    def install(
        self, manifest: Manifest, options: InstallOptions | None = None, run: RunOptions | None = None
    ) -> Outcome:
        return run_plan(self.host, self.plan_install(manifest, options), self.call, run)

    def plan_update(self, manifest: Manifest, options: InstallOptions | None = None) -> PlannedOperation:
        there = self.installed(manifest.package_identifier)
        assert there is not None
        return plan_update(self.host, manifest, manifest.installers[0], self.origin, options or InstallOptions(), there)

    def update(
        self, manifest: Manifest, options: InstallOptions | None = None, run: RunOptions | None = None
    ) -> Outcome:
        return run_plan(self.host, self.plan_update(manifest, options), self.call, run)

    def uninstall(self, package: str = "Test.Tool", options: UninstallOptions | None = None) -> Outcome:
        there = self.installed(package)
        assert there is not None
        return run_plan(self.host, plan_uninstall(self.host, there, options or UninstallOptions()), self.call)

    def native(self, path: PureWindowsPath) -> Path:
        return self.host.files.local(path)

    def read(self, path: PureWindowsPath) -> bytes:
        return self.native(path).read_bytes()

    def write(self, path: PureWindowsPath, content: bytes = b"mine") -> PureWindowsPath:
        """What a user puts there."""
        self.native(path).parent.mkdir(parents=True, exist_ok=True)
        self.native(path).write_bytes(content)
        return path

    def snapshot(self) -> dict[str, str]:
        """All of the machine but this engine's own folders: files by hash, links by target, registry (PATH in it)."""
        found: dict[str, str] = {}
        drive = self.root / "C"
        own = self.native(self.host.staging_folder()).parent
        for place, folders, files in os.walk(drive):
            here = Path(place)
            folders[:] = [one for one in folders if here / one != own]
            for name in (*folders, *files):
                path = here / name
                key = str(path.relative_to(drive))
                if path.is_symlink():
                    found[key] = f"link to {path.readlink()}"
                elif path.is_dir():
                    found[key] = "folder"
                elif path.suffix == ".db":
                    found[key] = rows_of(path)
                else:
                    found[key] = hashlib.sha256(path.read_bytes()).hexdigest()
        for hive in Hive:
            self._add_keys(found, hive, "")
        return found

    def staging(self) -> list[str]:
        """Files and folders that lie in staging."""
        root = self.native(self.host.staging_folder())
        return sorted(str(path.relative_to(root)) for path in root.rglob("*"))

    def path(self) -> list[str]:
        """What the user's PATH has beyond what a fresh machine's has."""
        now = self.host.files.search_path(Scope.user)
        assert now[: len(self._path)] == self._path
        return now[len(self._path) :]

    def _add_keys(self, found: dict[str, str], hive: Hive, key: str) -> None:
        for view in (64, 32):
            values = self.host.registry.values(hive, key, view) if key else {}  # type: ignore[arg-type]
            if values is not None and key:
                found[f"{hive}\\{key} ({view})"] = str(sorted(values.items()))
        for name in self.host.registry.subkeys(hive, key):
            self._add_keys(found, hive, f"{key}\\{name}" if key else name)


def rows_of(path: Path) -> str:
    """A file list without what is new in each: its identifier and time."""
    with closing(sqlite3.connect(path)) as database:
        rows = database.execute("SELECT * FROM portable ORDER BY filepath").fetchall()
        folders = database.execute("SELECT value FROM metadata WHERE name LIKE 'wingetpy%'").fetchall()
    return str((rows, folders))


def archive_fields(programs: Mapping[str, str] | None = None, nested: str = "portable") -> dict[str, str]:
    """The installer's fields of a zip."""
    wanted = programs if programs is not None else {"bin/tool.exe": "tool"}
    listed = "".join(
        f"\n  - RelativeFilePath: {path}" + (f"\n    PortableCommandAlias: {alias}" if alias else "")
        for path, alias in wanted.items()
    )
    return {"InstallerType": "zip", "NestedInstallerType": nested, "NestedInstallerFiles": listed}


def zipped(files: Mapping[str, bytes | str], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip with these entries in this order; a name that ends in a slash is a folder."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name, (2024, 1, 1, 0, 0, 0)), content, method)
    return buffer.getvalue()
