"""One deployment on its way: the records as they will be, what was unpacked for it, and how far it is."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import PureWindowsPath
from uuid import uuid4

from wingetpy.errors import Cancelled, EngineError, ErrorCode
from wingetpy.errors.system import disk_full
from wingetpy.hosts.files import Files
from wingetpy.hosts.packages import Deploying, DeployingStage, Step
from wingetpy.hosts.processes import Processes
from wingetpy.hosts.sandbox.facts import SandboxFacts
from wingetpy.hosts.sandbox.packages.disk import StoreDisk
from wingetpy.hosts.sandbox.packages.records import User
from wingetpy.hosts.sandbox.packages.refusals import Refused, cannot_open
from wingetpy.hosts.sandbox.packages.state import State
from wingetpy.hosts.sandbox.packages.volumes import Volume
from wingetpy.msix.byte_source import ByteSource
from wingetpy.msix.chain import Trust
from wingetpy.msix.fetch_plan import FetchPlan

_STAGED = 0.9
"""How far a deployment is when all its packages are unpacked."""


@dataclass
class StoreDeployment:
    """A deployment on its way.

    Attributes:
        state: As it will be when the deployment succeeds.
        before: As it was.
        user: Who asks.
        placements: Unpacked folders and the places that they get, in order.
        keep: What stays although the deployment fails.
        opened: What stays open until the end.
        to_write, written: Bytes of the packages that are unpacked.
        fetched, total, saved: See `DeploymentAnswer`.
    """

    state: State
    before: State
    user: User
    facts: SandboxFacts
    now: float
    trust: Callable[[], Trust]
    volumes: list[Volume]
    files: Files
    disk: StoreDisk
    processes: Processes
    deploying: Deploying
    placements: list[tuple[PureWindowsPath, PureWindowsPath]] = field(default_factory=list)
    keep: State | None = None
    opened: ExitStack = field(default_factory=ExitStack)
    stage: DeployingStage = DeployingStage.queued
    fraction: float = 0.0
    to_write: int = 0
    written: int = 0
    fetched: int | None = None
    total: int | None = None
    saved: int | None = None

    @property
    def sid(self) -> str:
        """The security id of who asks."""
        return self.user.security_id

    def open(self, uri: str) -> ByteSource:
        """Open a package until the end of the deployment.

        Raises:
            Refused: InstallOpenPackageFailed, InstallNetworkFailure, UupProductNotApplicable.
        """
        if uri[:7].lower() == "ms-uup:":
            text = f"'{uri}' cannot be had: the service with the products of Windows is not reachable from here."
            raise Refused(ErrorCode.UupProductNotApplicable, text)
        try:
            return self.opened.enter_context(self.deploying.open(uri))
        except Cancelled:
            raise
        except EngineError as error:
            raise cannot_open(error) from error

    def report(self, stage: DeployingStage, fraction: float) -> None:
        """Say how far it is; never less than before."""
        self.stage, self.fraction = stage, max(self.fraction, min(fraction, 1.0))
        staging = stage is DeployingStage.staging and self.to_write > 0
        self.deploying.progress(
            Step(
                stage=stage,
                fraction=self.fraction,
                bytes_done=self.written if staging else None,
                total_bytes=self.to_write if staging else None,
                saved_bytes=self.saved if staging else None,
            )
        )

    def will_fetch(self, plan: FetchPlan) -> None:
        """Count what is read of a package, and what is there already."""
        self.fetched = (self.fetched or 0) + plan.fetched
        self.total = (self.total or 0) + plan.total
        self.saved = (self.saved or 0) + plan.saved
        self.report(DeployingStage.staging, self.fraction)

    def wrote(self, size: int) -> None:
        """Count what was unpacked."""
        self.written += size
        self.report(DeployingStage.staging, _STAGED * self.written / max(self.to_write, 1))

    def need_space(self, folder: PureWindowsPath, size: int, what: str) -> None:
        """Raise HostError (DiskFull) where a volume has less room than a package needs."""
        free = self.files.free_space(folder)
        if size > free:
            raise disk_full(f"The package {what}", free, needed=size, drive=folder.drive, target=what)

    def staging_folder(self, volume: Volume) -> PureWindowsPath:
        """Return a folder that is not there, on the volume that a package will lie on."""
        return volume.staging / str(uuid4())

    def volume(self, name: str | None) -> Volume:
        """Return the volume of a name; that of the system for None.

        Raises:
            Refused: NotFound; InstallVolumeOffline.
        """
        if not name:
            return self.volumes[0]
        found = next((one for one in self.volumes if one.name.lower() == name.lower()), None)
        if found is None:
            raise Refused(ErrorCode.NotFound, f"The volume '{name}' is not there.")
        if found.is_offline:
            raise Refused(ErrorCode.InstallVolumeOffline, f"The volume '{name}' ({found.mount_point}) is offline.")
        return found

    def mark_volumes(self) -> None:
        """Write into each volume that has packages which one it is."""
        for volume in self.volumes:
            native = self.files.local(volume.media_id)
            if not volume.is_offline and native.parent.is_dir() and not native.exists():
                self.disk.write_file(volume.media_id, volume.name.encode())

    def need_administrator(self, what: str) -> None:
        """Raise Refused (AccessDenied) where the caller has no administrator rights."""
        if not self.facts.elevated:
            raise Refused(ErrorCode.AccessDenied, f"{what} needs administrator rights.", 0)
