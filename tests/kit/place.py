"""An engine on a sandbox, with a folder source whose packages a test writes down in one line each."""

from __future__ import annotations

import hashlib
import zipfile
from collections.abc import Sequence
from pathlib import Path

import msgspec

from wingetpy.commands.engine import Engine
from wingetpy.commands.objects import InstalledPackage, InstallResult, UninstallResult
from wingetpy.commands.registry import invoke, load
from wingetpy.hosts.sandbox import SandboxFacts, SandboxHost
from wingetpy.model.call import Level, Progress
from wingetpy.model.proxy import Proxy

MANIFEST = """\
PackageIdentifier: {identifier}
PackageVersion: '{version}'
PackageLocale: en-US
Publisher: Test Publisher
PackageName: {name}
License: MIT
ShortDescription: For tests
{root}Installers:
- Architecture: x64
  InstallerType: portable
  InstallerUrl: file:files/{file}
  InstallerSha256: {sha256}
  Commands:
  - {name}
{installer}ManifestType: singleton
ManifestVersion: 1.10.0
"""


class Listener:
    """A Call that keeps everything."""

    def __init__(self) -> None:
        self.rows: list[msgspec.Struct] = []
        self.messages: list[tuple[str, str, str | None]] = []
        self.cancelled = False
        self.proxy: Proxy | None = None

    def items(self, rows: Sequence[msgspec.Struct]) -> None:
        self.rows.extend(rows)

    def progress(self, progress: Progress) -> None:
        """Nobody watches."""

    def message(self, level: Level, text: str, code: str | None = None) -> None:
        self.messages.append((level, text, code))

    def warnings(self) -> list[str]:
        return [text for level, text, _ in self.messages if level == "Warning"]


class Place:
    """A machine and a source. `ask` is a request as the protocol makes it."""

    def __init__(self, folder: Path, facts: SandboxFacts | None = None) -> None:
        self.source = folder / "source"
        (self.source / "files").mkdir(parents=True)
        self.host = SandboxHost(folder / "machine", facts)
        self.engine = Engine(self.host)
        self.call = Listener()

    def package(
        self, identifier: str, version: str = "1.0", *, root: str = "", installer: str = "", content: str = ""
    ) -> str:
        """Write a portable into the source; `root` and `installer` are further lines of the manifest."""
        file = f"{identifier}-{version}.exe"
        data = (content or f"{identifier} {version}").encode()
        (self.source / "files" / file).write_bytes(data)
        text = MANIFEST.format(
            identifier=identifier,
            version=version,
            name=identifier.rpartition(".")[2],
            file=file,
            sha256=hashlib.sha256(data).hexdigest().upper(),
            root=root and root.rstrip("\n") + "\n",
            installer=installer and installer.rstrip("\n") + "\n",
        )
        path = self.source / f"{identifier}.{version}.yaml"
        path.write_text(text)
        return str(path)

    def archive(self, identifier: str, names: Sequence[str], nested: str) -> None:
        """Write a zip of programs into the source; `nested` are the lines that say which are installed."""
        path = self.package(identifier, installer=nested)
        file = self.source / "files" / f"{identifier}-1.0.exe"
        with zipfile.ZipFile(file, "w") as z:
            for name in names:
                z.writestr(name, f"program {name}")
        manifest = Path(path)
        text = manifest.read_text().replace(
            "InstallerType: portable\n  InstallerUrl", "InstallerType: zip\n  InstallerUrl"
        )
        old = hashlib.sha256(f"{identifier} 1.0".encode()).hexdigest().upper()
        manifest.write_text(text.replace(old, hashlib.sha256(file.read_bytes()).hexdigest().upper()))

    def open(self) -> None:
        """Configure the source, or bring its index up to date."""
        if self.engine.sources.list():
            self.ask("source/update")
        else:
            self.ask("source/add", Name="Test", Argument=str(self.source))

    def ask(self, method: str, **params: object) -> msgspec.Struct:
        """The final result of a method; its items are in `call.rows`. Raises what the method raises."""
        self.call = Listener()
        return invoke(self.engine, method, msgspec.convert(params, load(method).parameters), self.call)

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
