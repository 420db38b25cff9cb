"""A plan: what an operation would do, as a value that a person can read and that is then carried out.

`Plan` is what is shown (docs/protocol.md); `PlannedOperation` holds beside it what is needed to do it.
"""

from __future__ import annotations

from pathlib import Path, PureWindowsPath
from typing import Literal

import msgspec

from wingetpy.errors import EngineError, ErrorReport
from wingetpy.hosts.facts import MachineFacts
from wingetpy.installers.portable.entry import PortableEntry
from wingetpy.installers.portable.layout import EntryPlace, PortableRoots
from wingetpy.installers.switches import Mode, Switch
from wingetpy.inventory.entry import InstalledEntry
from wingetpy.manifests.model import Agreement, Installer, Manifest
from wingetpy.model.scope import Scope

OperationName = Literal["Install", "Update", "Uninstall"]
Action = Literal["Install", "Update", "Uninstall", "None"]
StepKind = Literal[
    "Dependency", "Download", "Verify", "Unpack", "Place", "Link", "Path", "Entry", "Run", "Remove", "Backup"
]


class PlanStep(msgspec.Struct, frozen=True, rename="pascal"):
    """One line of a plan: what is done to what, and a sentence for a person."""

    kind: StepKind
    target: str
    description: str


class RejectedInstaller(msgspec.Struct, frozen=True, rename="pascal"):
    installer: str
    reasons: tuple[str, ...]


class PlannedDependency(msgspec.Struct, frozen=True, rename="pascal"):
    id: str
    version: str
    action: Action


class PlanAgreement(msgspec.Struct, frozen=True, rename="pascal", kw_only=True):
    label: str = ""
    text: str = ""
    url: str = ""

    @classmethod
    def of(cls, agreement: Agreement) -> PlanAgreement:
        return cls(
            label=agreement.agreement_label or "",
            text=agreement.agreement or "",
            url=agreement.agreement_url or "",
        )


class Plan(msgspec.Struct, frozen=True, rename="pascal", kw_only=True):
    """What would be done. Texts are empty where nothing is known; `size` is in bytes."""

    plan_id: str = ""
    operation: OperationName
    action: Action
    reason: str = ""
    id: str
    name: str
    source: str = ""
    from_version: str = ""
    to_version: str = ""
    scope: str = ""
    location: str = ""
    architecture: str = ""
    installer_type: str = ""
    url: str = ""
    sha256: str = msgspec.field(default="", name="Sha256")
    size: int | None = None
    command_line: str = ""
    switches: tuple[Switch, ...] = ()
    steps: tuple[PlanStep, ...] = ()
    rejected: tuple[RejectedInstaller, ...] = ()
    agreements: tuple[PlanAgreement, ...] = ()
    dependencies: tuple[PlannedDependency, ...] = ()
    error: ErrorReport | None = None


class Origin(msgspec.Struct, frozen=True, kw_only=True):
    """The source that a manifest came from.

    Attributes:
        name: As the user named it; empty for a manifest that was given as a file.
        identifier: Goes into product codes and entries.
        folder: Native folder that it stands on, if it does: its manifests may name files below it.
        trusted: Whether the user trusts it with files as they are (no extra scan).
    """

    name: str
    identifier: str
    folder: Path | None = None


class InstallOptions(msgspec.Struct, frozen=True, kw_only=True):
    """What the caller wishes of an install or update beyond the choice of the installer.

    Attributes:
        scope: None for the user's.
        location: A machine folder; made if it is not there.
        rename: The command's name, for a single portable program.
        log: Where an installer that is run writes its log.
        roots: The portable roots that the user has set.
    """

    scope: Scope | None = None
    location: PureWindowsPath | None = None
    rename: str | None = None
    mode: Mode = "Default"
    override: str | None = None
    custom: str | None = None
    log: str | None = None
    force: bool = False
    allow_hash_mismatch: bool = False
    uninstall_previous: bool = False
    roots: PortableRoots = PortableRoots()


class UninstallOptions(msgspec.Struct, frozen=True, kw_only=True):
    """`purge`: the user's own files in the package's folder go, too (the caller has weighed settings and Preserve)."""

    mode: Mode = "Default"
    log: str | None = None
    force: bool = False
    purge: bool = False
    roots: PortableRoots = PortableRoots()


class PortableWork(msgspec.Struct, frozen=True, kw_only=True):
    """An install or update of a portable or an archive of portables.

    Attributes:
        before: The entry as it was when the plan was made; None if there was none.
        links: (path of the command, path of the program) of each command.
        programs: Archives: relative path of each nested program. A single program: its file name.
    """

    manifest: Manifest
    installer: Installer
    origin: Origin
    options: InstallOptions
    place: EntryPlace
    location: PureWindowsPath
    links: tuple[tuple[PureWindowsPath, PureWindowsPath], ...]
    programs: tuple[PureWindowsPath, ...]
    before: PortableEntry | None


class RemovalWork(msgspec.Struct, frozen=True, kw_only=True):
    """An uninstall of a portable, with the entry as it was when the plan was made."""

    options: UninstallOptions
    before: PortableEntry


class PlannedOperation(msgspec.Struct, frozen=True, kw_only=True):
    """A plan with what is needed to carry it out. Without `work` nothing is done; `refusal` says why it cannot be.

    Attributes:
        by_name_only: The manifest leaves updates to the package itself, unless somebody asks for this one.
    """

    plan: Plan
    facts: MachineFacts
    work: PortableWork | RemovalWork | None = None
    refusal: EngineError | None = None
    installed: InstalledEntry | None = None
    by_name_only: bool = False
