"""What an installer or uninstaller did: Apps & Features before it ran and after."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence

import msgspec

from wingetpy.correlation.after_install import entry_of_install
from wingetpy.hosts.host import Host
from wingetpy.installers.pending_restart import PendingRestart
from wingetpy.inventory.arp import arp_entries
from wingetpy.inventory.entry import InstalledEntry
from wingetpy.journal.running import Running
from wingetpy.journal.step import StepResult
from wingetpy.manifests.model import Manifest
from wingetpy.model.call import Progress
from wingetpy.model.version import Version
from wingetpy.operations.plan import PlannedOperation

ENTRY_SECONDS = 10.0
"""How long an uninstaller that has ended may take until its entry is gone: some go on in another process."""
_LOOK_SECONDS = 0.2
_MOST_NAMED = 5


class Observed(msgspec.Struct, frozen=True, kw_only=True):
    """What Apps & Features says after a change.

    Attributes:
        entry: The entry of what was installed; None: none is it for sure.
        changed: Whether the entry is new or another than before, or an uninstalled one has gone.
        gone: Whether an uninstalled program has no entry any more.
        previous_gone: Whether the version that was installed before an update has no entry any more.
        version_is_old: Whether the entry has the version from before an update whose installer reported success, or
            an older one.
        reboot_required: Whether Windows waits for a restart that it did not wait for before.
        warnings: What does not fit to the program's own report of success: sentences.
    """

    entry: InstalledEntry | None = None
    changed: bool = False
    gone: bool = False
    previous_gone: bool = False
    version_is_old: bool = False
    reboot_required: bool = False
    warnings: tuple[str, ...] = ()

    def sentence(self) -> str:
        """What Apps & Features has of the package now."""
        if self.entry is None:
            return "Apps & Features has no entry that is surely its own."
        version = f" {self.entry.version}" if self.entry.version else ""
        new = "a new or changed" if self.changed else "the same"
        code = f" ({self.entry.product_code})" if self.entry.product_code else ""
        return f"Apps & Features has {new} entry, {self.entry.name}{version}{code}, {self.entry.scope}."


Observer = Callable[[Sequence[StepResult] | None, Running], Observed]
"""Looks at the machine after the steps of an operation, given what they reported; None: one of them failed."""


def observer_of(host: Host, planned: PlannedOperation) -> Observer:
    """Look at the machine before an operation, and return what looks at it afterwards."""
    waited = PendingRestart.of(host)
    look: Observer
    match planned.plan.operation:
        case "Uninstall":
            look = _Removal(host, planned)
        case "Repair":
            look = _repair
        case _:
            look = _Installation(host, planned)

    def observe(results: Sequence[StepResult] | None, running: Running) -> Observed:
        observed = look(results, running)
        if results is None:
            return observed
        waits = PendingRestart.of(host).grew_from(waited, host)
        left = tuple(_left_running(planned.plan.id, one.left_running) for one in results if one.left_running)
        return msgspec.structs.replace(observed, reboot_required=waits, warnings=(*observed.warnings, *left))

    return observe


def _left_running(package: str, programs: Sequence[str]) -> str:
    named = ", ".join(programs[:_MOST_NAMED])
    return f"{package} has ended and left running: {named}. They are not waited for."


def _repair(results: Sequence[StepResult] | None, running: Running) -> Observed:
    """A repair changes nothing that Apps & Features shows."""
    return Observed()


class _Installation:
    def __init__(self, host: Host, planned: PlannedOperation) -> None:
        assert planned.manifest is not None
        self._host = host
        self._plan = planned.plan
        self._manifest: Manifest = planned.manifest
        self._installed = planned.installed
        self._before = tuple(arp_entries(host))

    def __call__(self, results: Sequence[StepResult] | None, running: Running) -> Observed:
        after = tuple(arp_entries(self._host))
        found = entry_of_install(self._manifest, self._before, after)
        gone = self._is_previous_gone(after)
        if results is None:
            return msgspec.structs.replace(
                self._after_failure(found.entry if found else None, gone), previous_gone=gone
            )
        if found is None:
            text, stays = self._not_listed(after), self._is_update() and self._stays(after)
            return Observed(previous_gone=gone, version_is_old=stays, warnings=(text,))
        odd = self._odd(found.entry)
        return Observed(
            entry=found.entry,
            changed=self._is_changed(found.entry),
            previous_gone=gone,
            version_is_old=bool(odd),
            warnings=odd,
        )

    def _is_previous_gone(self, after: Sequence[InstalledEntry]) -> bool:
        previous = self._installed
        return previous is not None and previous.key is not None and previous.local_id not in _ids(after)

    def _is_update(self) -> bool:
        """Whether the version that was asked for is another than the installed one."""
        plan = self._plan
        return plan.operation == "Update" and Version.parse(plan.from_version) != Version.parse(plan.to_version)

    def _stays(self, after: Sequence[InstalledEntry]) -> bool:
        """Whether the entry of what was installed is as it was before."""
        previous = self._installed
        return previous is not None and any(
            (one.local_id, one.version) == (previous.local_id, previous.version) for one in after
        )

    def _after_failure(self, entry: InstalledEntry | None, previous_gone: bool) -> Observed:
        """What is there although the installer failed, or is there no more."""
        plan, previous = self._plan, self._installed
        if entry is not None and self._is_changed(entry):
            text = f"Although its installer failed, Apps & Features lists {entry.name} {entry.version} now."
            return Observed(entry=entry, changed=True, warnings=(text,))
        if previous is None or not previous_gone:
            return Observed(entry=entry)
        text = f"{previous.name} {previous.version} was removed, and {plan.id} {plan.to_version} is not installed."
        return Observed(entry=entry, gone=entry is None, changed=True, warnings=(text,))

    def _is_changed(self, entry: InstalledEntry) -> bool:
        return all(one.local_id != entry.local_id or one.version != entry.version for one in self._before)

    def _not_listed(self, after: Sequence[InstalledEntry]) -> str:
        known = {(one.local_id, one.version) for one in self._before}
        changed = [one for one in after if (one.local_id, one.version) not in known]
        text = f"The installer of {self._plan.id} reported success; in Apps & Features "
        if not changed:
            return f"{text}nothing is new or changed, so that nobody can say what it has installed."
        named = ", ".join(f"{one.name} {one.version}" for one in changed[:_MOST_NAMED])
        return f"{text}no entry is this package for sure. New or changed: {named}."

    def _odd(self, entry: InstalledEntry) -> tuple[str, ...]:
        """An update after which the entry is what it was, or of a version before that is not the one asked for."""
        before, listed = Version.parse(self._plan.from_version), Version.or_unknown(entry.version)
        wanted = Version.parse(self._plan.to_version)
        if not self._is_update():
            return ()
        is_older = not listed.is_unknown and not before.is_unknown and listed < before and not wanted < before
        if self._is_changed(entry) and not is_older:
            return ()
        how = "in the older version" if is_older else "still in version"
        text = f"The installer of {self._plan.id} reported success; Apps & Features lists {entry.name} {how}"
        return (f"{text} {entry.version}.",)


def _ids(entries: Sequence[InstalledEntry]) -> set[str]:
    return {one.local_id for one in entries}


class _Removal:
    def __init__(self, host: Host, planned: PlannedOperation) -> None:
        assert planned.installed is not None
        self._host = host
        self._installed = planned.installed

    def __call__(self, results: Sequence[StepResult] | None, running: Running) -> Observed:
        entry = self._installed
        if results is None:
            text = f"Although its uninstaller failed, Apps & Features lists {entry.name} no more."
            return Observed() if self._is_listed() else Observed(gone=True, changed=True, warnings=(text,))
        if any(one.reboot_required for one in results):
            return Observed(gone=not self._is_listed())
        end = time.monotonic() + ENTRY_SECONDS
        progress = Progress(activity=running.activity, status="Waiting for the uninstaller to end")
        while self._is_listed():
            if time.monotonic() >= end or running.call.cancelled:
                text = f"The uninstaller of {entry.name} reported success; Apps & Features lists the program still."
                return Observed(warnings=(text,))
            running.call.progress(progress)
            time.sleep(_LOOK_SECONDS)
        return Observed(gone=True, changed=True)

    def _is_listed(self) -> bool:
        entry = self._installed
        if entry.hive is None or entry.key is None:
            return False
        return self._host.registry.values(entry.hive, entry.key, entry.view or 64) is not None
