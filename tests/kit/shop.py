"""A small machine, packages to install on it, and what a test wants to know of it afterwards."""

from __future__ import annotations

import hashlib
import json
import os
import sqlite3
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path, PureWindowsPath

from kit.archives import zipped
from kit.calls import Listener
from kit.manifests import nested_files, singleton
from wingetpy.commands.engine import Engine
from wingetpy.hosts.host import Host
from wingetpy.hosts.registry import Hive
from wingetpy.hosts.sandbox import Faults, SandboxFacts, SandboxHost
from wingetpy.installers.technology import InstallOptions, Origin, UninstallOptions
from wingetpy.inventory.entry import InstalledEntry
from wingetpy.inventory.installed import installed_entries
from wingetpy.manifests.model import Manifest
from wingetpy.manifests.read import read_manifest
from wingetpy.model.scope import Scope
from wingetpy.operations.context import Context
from wingetpy.operations.execute import ExecuteOptions, execute
from wingetpy.operations.make_plan import plan_install, plan_uninstall
from wingetpy.operations.outcome import Outcome
from wingetpy.operations.plan import PlannedOperation
from wingetpy.operations.target import ChosenVersion, Target
from wingetpy.selection.choose import Choice

SOURCE = "Test.Source"
PACKAGES = PureWindowsPath(r"C:\Users\user\AppData\Local\Microsoft\WinGet\Packages")
LINKS = PureWindowsPath(r"C:\Users\user\AppData\Local\Microsoft\WinGet\Links")


class Shop:
    """A folder source with the packages a test makes, and a machine to install them on (else a new sandbox)."""

    def __init__(self, folder: Path, facts: SandboxFacts | None = None, host: Host | None = None) -> None:
        self.folder = folder / "source"
        self.folder.mkdir(parents=True, exist_ok=True)
        self.root = folder / "machine"
        self.facts = facts
        self.host: Host = host or SandboxHost(self.root, facts)
        self.origin = Origin(name="test", identifier=SOURCE, folder=self.folder)
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
        return self.manifest(name, version, package, {**nested_files(programs), **more})

    def manifest(self, file: str, version: str, package: str, fields: Mapping[str, object]) -> Manifest:
        """The manifest of a file in the source. Texts in `fields` are YAML, all else becomes YAML."""
        path = self.folder / file
        sha256 = hashlib.sha256(path.read_bytes()).hexdigest().upper()
        lines = (f"{key}: {one if isinstance(one, str) else json.dumps(one)}" for key, one in fields.items())
        text = singleton(package, version, url=path.as_uri(), sha256=sha256, installer="\n".join(lines))
        return read_manifest([("test.yaml", text.encode())])

    def installed(self, package: str = "Test.Tool") -> InstalledEntry | None:
        entries = [one for one in installed_entries(self.host) if one.recorded_package == package]
        return entries[0] if entries else None

    @property
    def context(self) -> Context:
        return Engine(self.host).context()

    def chosen(self, manifest: Manifest) -> tuple[Target, ChosenVersion]:
        target = Target(
            identifier=manifest.package_identifier,
            origin=self.origin,
            versions=(manifest.package_version,),
            manifest=lambda _version: manifest,
        )
        return target, ChosenVersion(manifest=manifest, choice=Choice(manifest.installers[0], 0, ()))

    def plan_install(self, manifest: Manifest, options: InstallOptions | None = None) -> PlannedOperation:
        return plan_install(self.context, *self.chosen(manifest), options or InstallOptions())

    def install(
        self, manifest: Manifest, options: InstallOptions | None = None, run: ExecuteOptions | None = None
    ) -> Outcome:
        return self.execute(self.plan_install(manifest, options), run)

    def execute(self, planned: PlannedOperation, run: ExecuteOptions | None = None) -> Outcome:
        return execute(self.context, planned, self.call, run or ExecuteOptions())

    def plan_update(self, manifest: Manifest, options: InstallOptions | None = None) -> PlannedOperation:
        there = self.installed(manifest.package_identifier)
        assert there is not None
        return plan_install(self.context, *self.chosen(manifest), options or InstallOptions(), there)

    def update(
        self, manifest: Manifest, options: InstallOptions | None = None, run: ExecuteOptions | None = None
    ) -> Outcome:
        return self.execute(self.plan_update(manifest, options), run)

    def plan_uninstall(
        self, package: str = "Test.Tool", options: UninstallOptions | None = None, entry: InstalledEntry | None = None
    ) -> PlannedOperation:
        there = entry or self.installed(package)
        assert there is not None
        return plan_uninstall(self.context, there, options or UninstallOptions(), package=package, source="")

    def uninstall(self, package: str = "Test.Tool", options: UninstallOptions | None = None) -> Outcome:
        return self.execute(self.plan_uninstall(package, options))

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
