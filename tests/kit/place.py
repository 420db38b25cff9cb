"""An engine on a sandbox, with a folder source whose packages a test writes down in one line each."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from pathlib import Path

import msgspec

from kit.calls import Listener
from kit.sources import Shelf
from wingetpy.commands.engine import Engine
from wingetpy.commands.objects import InstalledPackage, InstallResult, UninstallResult
from wingetpy.commands.registry import invoke, load
from wingetpy.hosts.sandbox import SandboxFacts, SandboxHost
from wingetpy.model.proxy import NetworkParameters


class Place:
    """A machine and a source. `ask` is a request as the protocol makes it."""

    def __init__(self, folder: Path, facts: SandboxFacts | None = None, host: SandboxHost | None = None) -> None:
        self.shelf = Shelf(folder / "source")
        self.host = host or SandboxHost(folder / "machine", facts)
        self.engine = Engine(self.host)
        self.call = Listener(emits=True)
        self.allow("LocalManifestFiles", "InstallerHashOverride", "ProxyCommandLineOptions")

    def allow(self, *settings: str) -> None:
        """Switch on these administrator's settings, and no others."""
        folder = self.host.machine_state_folder()
        assert folder is not None
        (folder / "admin-settings.json").write_bytes(msgspec.json.encode({"Enabled": settings}))

    @property
    def source(self) -> Path:
        return self.shelf.root

    def package(
        self, identifier: str, version: str = "1.0", *, root: str = "", installer: str = "", content: str = ""
    ) -> str:
        """Write a portable into the source, its command the last part of its id; the path of its manifest.

        `root` and `installer` are further lines of the manifest.
        """
        lines = f"Commands: [{identifier.rpartition('.')[2]}]\n{textwrap.dedent(installer)}"
        self.shelf.program(identifier, version, content.encode() or None, root=root, lines=lines)
        return str(self.shelf.manifest(identifier, version))

    def archive(self, identifier: str, names: Sequence[str], nested: str) -> None:
        """Write a zip of programs into the source; `nested` are the lines that say which are installed."""
        self.shelf.archive(identifier, content={name: f"program {name}" for name in names}, lines=nested)

    def open(self) -> None:
        """Configure the source, or bring its index up to date."""
        if self.engine.sources.list():
            self.ask("source/update")
        else:
            self.ask("source/add", Name="Test", Argument=str(self.source))

    def ask(self, method: str, **params: object) -> msgspec.Struct:
        """The final result of a method; its items are in `call.rows`. Raises what the method raises."""
        self.call = Listener(emits=True)
        parameters = msgspec.convert(params, load(method).parameters)
        if isinstance(parameters, NetworkParameters):  # as the protocol does
            self.call.proxy, self.call.access = parameters.proxy, parameters.access
        return invoke(self.engine, method, parameters, self.call)

    def install(self, **params: object) -> InstallResult:
        self.ask("package/install", **params)
        [row] = self.call.rows
        assert isinstance(row, InstallResult)
        return row

    def update(self, **params: object) -> list[InstallResult]:
        self.ask("package/update", **params)
        return [row for row in self.call.rows if isinstance(row, InstallResult)]

    def uninstall(self, **params: object) -> list[UninstallResult]:
        self.ask("package/uninstall", **params)
        return [row for row in self.call.rows if isinstance(row, UninstallResult)]

    def installed(self) -> dict[str, str]:
        """Version by id of all that is installed."""
        self.ask("package/get")
        return {row.id: row.installed_version for row in self.call.rows if isinstance(row, InstalledPackage)}
