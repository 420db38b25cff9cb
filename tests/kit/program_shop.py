"""A small machine on which installers run: each does to its registry what a test says."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path, PureWindowsPath

from kit.place import Place
from kit.shop import Shop
from wingetpy.hosts.host import Host
from wingetpy.hosts.processes import ExitStatus
from wingetpy.hosts.registry import UNINSTALL_KEY, Hive, RegistryValue, View
from wingetpy.hosts.running import RunningProgram
from wingetpy.hosts.sandbox import SandboxFacts, SandboxHost
from wingetpy.installers.technology import UninstallOptions
from wingetpy.inventory.entry import InstalledEntry
from wingetpy.inventory.installed import installed_entries
from wingetpy.manifests.model import Manifest
from wingetpy.operations.plan import PlannedOperation

Program = Callable[[str], "ExitStatus | int"]
"""Takes the raw command line and acts; returns the exit code."""


class Programs:
    """The processes of such a machine: what is started goes to `program`, the last one for ever."""

    def __init__(self) -> None:
        self.ran: list[str] = []
        self.times: list[float | None] = []
        self.folders: list[PureWindowsPath | None] = []
        self.elevated: list[str] = []
        self.then: list[Program] = []
        self.stop: Callable[[], bool] | None = None
        self.open: list[RunningProgram] = []

    def run(
        self,
        command_line: str,
        *,
        working_directory: PureWindowsPath | None = None,
        timeout_seconds: float | None = None,
        settle_seconds: float | None = None,
        stop: Callable[[], bool] | None = None,
    ) -> ExitStatus:
        self.stop = stop
        self.ran.append(command_line)
        self.times.append(timeout_seconds)
        self.folders.append(working_directory)
        program = self.then.pop(0) if len(self.then) > 1 else self.then[0]
        status = program(command_line)
        return status if isinstance(status, ExitStatus) else ExitStatus(status)

    def running(self) -> Sequence[RunningProgram]:
        return self.open

    def end(self, program: RunningProgram, polite_seconds: float) -> None:
        self.open.remove(program)

    def run_elevated(
        self,
        command_line: str,
        files: Sequence[object] = (),
        *,
        interactive: bool = True,
        timeout_seconds: float | None = None,
        settle_seconds: float | None = None,
        stop: Callable[[], bool] | None = None,
    ) -> ExitStatus:
        self.elevated.append(command_line)
        return self.run(command_line, timeout_seconds=timeout_seconds, settle_seconds=settle_seconds, stop=stop)


class ProgramHost(SandboxHost):
    """A sandbox that starts programs."""

    name = "windows"

    def __init__(self, root: Path, facts: SandboxFacts | None = None) -> None:
        super().__init__(root, facts)
        self.programs = Programs()
        self.processes = self.programs


class _RunsPrograms:
    """What the next programs of a machine do: `writes`, `removes`, `ends`."""

    host: Host

    @property
    def programs(self) -> Programs:
        assert isinstance(self.host, ProgramHost)
        return self.host.programs

    def writes(
        self, key: str, version: str = "1.0", code: int = 0, hive: Hive = Hive.machine, view: View = 64, **values: str
    ) -> None:
        """The next program writes this entry and ends with the code."""

        def program(command_line: str) -> int:
            self.entry(key, version, hive, view, **values)
            return code

        self.programs.then.append(program)

    def removes(self, key: str, code: int = 0, hive: Hive = Hive.machine, view: View = 64) -> None:
        """The next program removes an entry and ends with the code."""

        def program(command_line: str) -> int:
            self.host.registry.delete_key(hive, f"{UNINSTALL_KEY}\\{key}", view)
            return code

        self.programs.then.append(program)

    def ends(self, *codes: int | ExitStatus) -> None:
        """The next programs change nothing and end so."""
        for code in codes:
            self.programs.then.append(lambda _line, code=code: code)  # type: ignore[misc]

    def entry(
        self, key: str, version: str = "1.0", hive: Hive = Hive.machine, view: View = 64, **values: str
    ) -> InstalledEntry:
        """Write an entry, as an installer would."""
        given = {"DisplayName": key, "DisplayVersion": version, "Publisher": "Test", **values}
        for name, text in given.items():
            kind = "dword" if text.isdecimal() and name in ("WindowsInstaller", "NoModify", "NoRepair") else "sz"
            value = RegistryValue(kind, int(text) if kind == "dword" else text)  # type: ignore[arg-type]
            self.host.registry.set_value(hive, f"{UNINSTALL_KEY}\\{key}", name, value, view)
        found = self.listed(key)
        assert found is not None
        return found

    def listed(self, key: str) -> InstalledEntry | None:
        """An entry by its key."""
        return next((one for one in installed_entries(self.host) if one.product_code == key), None)


class ProgramShop(_RunsPrograms, Shop):
    """`shop.ends(0, entry="Tool")` says what the next program does; `shop.setup("1.0")` is a manifest of one."""

    def __init__(self, folder: Path, facts: SandboxFacts | None = None) -> None:
        super().__init__(folder, host=ProgramHost(folder / "machine", facts))

    def setup(self, version: str = "1.0", package: str = "Test.Setup", **fields: object) -> Manifest:
        """The manifest of an installer; of the type exe unless the fields say otherwise."""
        name = f"{package}-{version}.exe"
        (self.folder / name).write_bytes(f"setup {package} {version}".encode())
        return self.manifest(name, version, package, {"InstallerType": "exe", **fields})

    def plan_over(self, manifest: Manifest, there: InstalledEntry, **options: object) -> PlannedOperation:
        """The plan of an update of what is installed."""
        from wingetpy.installers.technology import InstallOptions
        from wingetpy.operations.make_plan import plan_install

        wishes = InstallOptions(**options)  # type: ignore[arg-type]
        return plan_install(self.context, *self.chosen(manifest), wishes, there)

    def plan_removal(self, there: InstalledEntry, **options: object) -> PlannedOperation:
        return self.plan_uninstall(entry=there, options=UninstallOptions(**options))  # type: ignore[arg-type]


class ProgramPlace(_RunsPrograms, Place):
    """A machine that runs programs, with a source; `place.setup("A.Tool", "1.0")` writes an exe package into it."""

    def __init__(self, folder: Path, facts: SandboxFacts | None = None) -> None:
        super().__init__(folder, host=ProgramHost(folder / "machine", facts))
        for one in self.engine.sources.list():  # those that a Windows machine has from the start
            self.ask("source/remove", Name=one.name)

    def setup(self, identifier: str, version: str = "1.0", lines: str = "", kind: str = "exe", root: str = "") -> None:
        """Write a package whose installer is a program; `lines` are further ones of the installer."""
        self.shelf.setup(identifier, version, lines=lines, kind=kind, root=root)
