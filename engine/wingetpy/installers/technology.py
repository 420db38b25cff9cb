"""The contract of installer technologies: from a task to a *work*, which shows what would happen and carries it out.

A technology looks at the machine and changes nothing; what it wants to change are the steps of the script that its work
makes under the change lock (`journal/script.py`). Operations know this contract only; `kinds.py` has the table.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path, PureWindowsPath
from typing import Literal, Protocol, runtime_checkable

import msgspec

from wingetpy.errors import EngineError
from wingetpy.hosts.host import Host
from wingetpy.inventory.entry import InstalledEntry
from wingetpy.journal.script import Script
from wingetpy.journal.staging import Workplace
from wingetpy.manifests.model import Installer, Manifest
from wingetpy.model.call import Call
from wingetpy.model.scope import Scope
from wingetpy.model.technology import InstallMode
from wingetpy.settings.model import UserSettings
from wingetpy.transfer.wanted import Downloaded, Wanted

StepKind = Literal[
    "Feature",
    "Dependency",
    "Download",
    "Verify",
    "Unpack",
    "Place",
    "Link",
    "Path",
    "Entry",
    "Run",
    "Deploy",
    "Remove",
    "Backup",
]


class PlanStep(msgspec.Struct, frozen=True, rename="pascal"):
    """One line of a plan: what is done to what, and a sentence for a person."""

    kind: StepKind
    target: str
    description: str


class Switch(msgspec.Struct, frozen=True, rename="pascal"):
    """A part of a command line. `origin` says who gave it: the manifest, the installer's technology, or the user."""

    name: str
    text: str
    origin: str = msgspec.field(name="From")


class Origin(msgspec.Struct, frozen=True, kw_only=True):
    """The source that a manifest came from.

    Attributes:
        name: As the user named it; empty for a manifest that was given as a file.
        identifier: Goes into product codes and entries.
        folder: Native folder of the source, if it is one: its manifests may name files below it.
        trusted: Whether the user trusts the source (its trust level).
    """

    name: str
    identifier: str
    folder: Path | None = None
    trusted: bool = False


class InstallOptions(msgspec.Struct, frozen=True, kw_only=True):
    """What the caller wishes of an install or update beyond the choice of the installer.

    Attributes:
        scope: None: the technology's own default.
        location: A machine folder; made if it does not exist.
        rename: The command's name, for a package with a single command.
        log: Where an installer that runs writes its log.
        may_ask: Whether the user may be asked for administrator rights.
        uninstall_previous: The installed version is removed first.
    """

    scope: Scope | None = None
    location: PureWindowsPath | None = None
    rename: str | None = None
    mode: InstallMode = "Default"
    override: str | None = None
    custom: str | None = None
    log: str | None = None
    may_ask: bool = True
    force: bool = False
    allow_hash_mismatch: bool = False
    uninstall_previous: bool = False


class UninstallOptions(msgspec.Struct, frozen=True, kw_only=True):
    """What the caller wishes of an uninstall. `purge`: the user's own files in the package's folder are removed, too;
    `preserve`: they stay, whatever the settings say; `scope`: of what is installed for both, None: as it is.
    """

    scope: Scope | None = None

    mode: InstallMode = "Default"
    log: str | None = None
    may_ask: bool = True
    force: bool = False
    purge: bool = False
    preserve: bool = False


class InstallTask(msgspec.Struct, frozen=True, kw_only=True):
    """What a technology is asked to install or update.

    Attributes:
        installer: One of the manifest's; an archive's carries the type nested in it.
        installed: What is updated; None: nothing is installed, or it is installed over itself.
    """

    operation: Literal["Install", "Update"]
    manifest: Manifest
    installer: Installer
    origin: Origin
    options: InstallOptions = InstallOptions()
    settings: UserSettings = UserSettings()
    installed: InstalledEntry | None = None

    @property
    def package(self) -> str:
        return self.manifest.package_identifier


class RepairTask(msgspec.Struct, frozen=True, kw_only=True):
    """What a technology is asked to repair.

    Attributes:
        package: The id that messages name.
        manifest, installer: What the sources have of the installed version; None where they have nothing of it.
    """

    package: str
    installed: InstalledEntry
    origin: Origin
    manifest: Manifest | None = None
    installer: Installer | None = None
    options: InstallOptions = InstallOptions()
    settings: UserSettings = UserSettings()


class UninstallTask(msgspec.Struct, frozen=True, kw_only=True):
    """What a technology is asked to remove. `package` is the id that messages name."""

    package: str
    installed: InstalledEntry
    options: UninstallOptions = UninstallOptions()
    settings: UserSettings = UserSettings()


class WorkPreview(msgspec.Struct, frozen=True, kw_only=True):
    """What a plan shows of a work. Texts are empty where nothing is known.

    Attributes:
        from_version: The version that is replaced or removed, as the technology's own record has it.
        steps: After the download, before which nothing is changed.
        warnings: What the user should know before he agrees: sentences.
        log: Where the installer writes its log; empty: it writes none.
    """

    from_version: str = ""
    scope: str = ""
    location: str = ""
    product_code: str = ""
    command_line: str = ""
    switches: tuple[Switch, ...] = ()
    steps: tuple[PlanStep, ...] = ()
    warnings: tuple[str, ...] = ()
    log: str = ""


class Work(Protocol):
    """What one technology would do for one task. A value: it was found by looking, and nothing is changed yet."""

    @property
    def preview(self) -> WorkPreview: ...

    @property
    def refusal(self) -> EngineError | None:
        """Why it cannot be carried out here and now; None: it can."""

    @property
    def observes_inventory(self) -> bool:
        """Whether what was installed is found by comparing Apps & Features before and after."""

    def is_stale(self, host: Host) -> bool:
        """Whether what the work rests on has changed since. Called under the change lock."""

    def script(
        self, host: Host, workplace: Workplace, downloaded: Downloaded | None, go_on: Callable[[], None]
    ) -> Script:
        """Return the steps, found under the change lock.

        Args:
            workplace: The operation's own folder.
            downloaded: The installer's file; None for a work that needs none.
            go_on: Called between parts of a long work; raises to stop.

        Raises:
            EngineError: why the steps cannot be done; the machine is untouched.
        """


@runtime_checkable
class ReadsInPlace(Protocol):
    """Beside `Work`: one that may read its installer where it lies, so that no more is transferred than is needed."""

    def may_read_in_place(self, host: Host, wanted: Wanted) -> bool:
        """Whether it will be tried. Looks at the plan and the machine only."""

    def steps_in_place(self, url: str, sha256: str) -> tuple[PlanStep, ...]:
        """Return the lines of a plan that stand for the download where it will be tried.

        Args:
            url: Of the installer, without secrets.
            sha256: Of the whole file, upper-case hex.
        """

    def in_place(self, host: Host, wanted: Wanted, call: Call, go_on: Callable[[], None]) -> Work | None:
        """Look at the installer where it lies, before the change lock is taken.

        Returns:
            The work that reads it there, and whose script is given no file; None: it has to be downloaded.

        Raises:
            TransferError: InstallerHashMismatch, it is another one than the manifest says.
            Cancelled: the caller stopped.
        """


class Technology(Protocol):
    """One way of installing software."""

    def install(self, host: Host, task: InstallTask) -> Work:
        """Plan an install or update.

        Raises:
            BadRequest: options that cannot be.
            OperationError, HostError: the package cannot be installed by it.
        """

    def uninstall(self, host: Host, task: UninstallTask) -> Work:
        """Plan a removal.

        Raises:
            PlanStale: what was installed is gone.
        """

    def repair(self, host: Host, task: RepairTask) -> Work:
        """Plan a repair.

        Raises:
            OperationError: RepairNotSupported where the technology or the program has none, NoRepairInfoFound where
                nobody says how it is done.
        """
