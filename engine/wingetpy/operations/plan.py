"""A plan: what an operation would do, as a value that a person can read and that is then carried out.

`Plan` is what is shown (docs/protocol.md); `PlannedOperation` holds beside it what is needed to carry it out.
"""

from __future__ import annotations

from typing import Literal

import msgspec

from wingetpy.errors import EngineError, ErrorReport
from wingetpy.hosts.facts import MachineFacts
from wingetpy.installers.technology import PlanStep, Switch, Work
from wingetpy.inventory.entry import InstalledEntry
from wingetpy.manifests.model import Agreement, Manifest
from wingetpy.model.operation import OperationKind
from wingetpy.operations.target import Target
from wingetpy.state.tracking import InstallWishes
from wingetpy.transfer.wanted import Wanted

Action = Literal["Install", "Update", "Uninstall", "Repair", "None"]


class RejectedInstaller(msgspec.Struct, frozen=True, rename="pascal"):
    installer: str
    reasons: tuple[str, ...]


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


class DependencyLine(msgspec.Struct, frozen=True, rename="pascal", kw_only=True):
    """A line of the tree of what a package depends on, at any depth; what a line depends on follows it, a level deeper.

    Attributes:
        level: 1 for what the package itself depends on.
        version: The one that is taken, or that is installed.
        state: `Installed`: it is there, and new enough. `Above`: it is taken already, by an earlier line. `Circle`: it
            depends on itself, by the lines above it.
    """

    level: int
    id: str
    version: str = ""
    state: Literal["Install", "Update", "Installed", "Above", "Circle"]


class Plan(msgspec.Struct, frozen=True, rename="pascal", kw_only=True):
    """What would be done. Texts are empty where nothing is known; `size` is in bytes.

    Attributes:
        action: `None`: nothing would be changed; `reason` says why, and `error` if that is a failure. Any other action
            with an `error`: it is known what would be done, but it cannot be carried out here and now.
        warnings: What the user should know before he agrees: sentences.
        dependencies: The plans of the packages that are installed before it, in their order, decided once.
        dependency_tree: All that it depends on, directly or not, also what is installed already.
        update_state: Of what is installed, where nothing would be changed: `Current`, `Pinned`, ... (UpdateState).
    """

    plan_id: str = ""
    operation: OperationKind
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
    warnings: tuple[str, ...] = ()
    rejected: tuple[RejectedInstaller, ...] = ()
    agreements: tuple[PlanAgreement, ...] = ()
    dependencies: tuple[Plan, ...] = ()
    dependency_tree: tuple[DependencyLine, ...] = ()
    update_state: str = ""
    error: ErrorReport | None = None


class NeededFeatures(msgspec.Struct, frozen=True, kw_only=True):
    """Windows features that are enabled first.

    Attributes:
        names: As the manifest writes them.
        force: One that cannot be enabled is warned of, and the package installed all the same.
        may_ask: Whether the user may be asked for administrator rights.
    """

    names: tuple[str, ...] = ()
    force: bool = False
    may_ask: bool = True


class PlannedOperation(msgspec.Struct, frozen=True, kw_only=True):
    """A plan with what is needed to carry it out.

    Attributes:
        facts: The machine as it was when the plan was made.
        work: None where nothing would be changed.
        refusal: Why it cannot be carried out.
        installed: What is updated or removed.
        installed_over: What a forced install writes over; it is neither updated nor removed first.
        download: The installer's file; None where there is none to download.
        dependencies: What is carried out before it.
        features: The Windows features that are enabled before anything else.
        target, manifest: What was read when the plan was made; None for an uninstall.
        wishes: What the user gave, to be kept at later updates.
        notes: The manifest's notes for after the install.
        among_many: The package is one of many, and was not named.
        undoes: The number of the operation in the history that it takes back; 0 for none.
    """

    plan: Plan
    facts: MachineFacts
    work: Work | None = None
    refusal: EngineError | None = None
    installed: InstalledEntry | None = None
    installed_over: InstalledEntry | None = None
    download: Wanted | None = None
    dependencies: tuple[PlannedOperation, ...] = ()
    features: NeededFeatures = NeededFeatures()
    target: Target | None = None
    manifest: Manifest | None = None
    wishes: InstallWishes = InstallWishes()
    notes: str = ""
    among_many: bool = False
    undoes: int = 0

    @property
    def agreements(self) -> tuple[tuple[Plan, PlanAgreement], ...]:
        """All that must be accepted, the dependencies' first, each with the plan it belongs to."""
        plans = (*(one.plan for one in self.dependencies), self.plan)
        return tuple((plan, agreement) for plan in plans for agreement in plan.agreements)

    def without_sources(self) -> PlannedOperation:
        """Return the same plan to be kept: it holds no source open, and nothing of the request that it was made for."""
        if self.refusal is not None:  # what was running then, with all its variables
            self.refusal.__traceback__ = self.refusal.__context__ = self.refusal.__cause__ = None
        return msgspec.structs.replace(
            self,
            target=self.target.closed() if self.target is not None else None,
            dependencies=tuple(one.without_sources() for one in self.dependencies),
        )

    def refused(self, error: EngineError) -> PlannedOperation:
        """Return the same plan with the reason why it cannot be carried out."""
        plan = msgspec.structs.replace(self.plan, error=ErrorReport.of(error))
        return msgspec.structs.replace(self, plan=plan, refusal=error)
