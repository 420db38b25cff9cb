"""Carries a deployment out: under the lock of the store, from records that agree with the disk, to one transaction."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

import msgspec

from wingetpy.errors import Busy, EngineError, ErrorCode
from wingetpy.errors.secrets import without_secrets
from wingetpy.errors.system import as_host_error
from wingetpy.hosts.clock import Clock
from wingetpy.hosts.files import Files
from wingetpy.hosts.lock_file import lock_file
from wingetpy.hosts.packages import Deploying, DeployingStage, DeploymentAnswer, Step
from wingetpy.hosts.processes import Processes
from wingetpy.hosts.sandbox.facts import SandboxFacts
from wingetpy.hosts.sandbox.packages.disk import StoreDisk
from wingetpy.hosts.sandbox.packages.log import Activity, write_activity
from wingetpy.hosts.sandbox.packages.records import User
from wingetpy.hosts.sandbox.packages.refusals import Refused, answer_of
from wingetpy.hosts.sandbox.packages.repository import Repository
from wingetpy.hosts.sandbox.packages.settling import data_lacking, settle
from wingetpy.hosts.sandbox.packages.state import State
from wingetpy.hosts.sandbox.packages.volumes import read_volumes
from wingetpy.hosts.sandbox.packages.work import StoreDeployment
from wingetpy.hosts.trusted_certificates import folder_trust

_LOCK = "change.lock"
_WAIT_SECONDS = 600.0

Verb = Callable[[StoreDeployment], bool]
"""Changes the records of a work, and returns whether the caller's user has the package now."""


@dataclass(frozen=True)
class Machine:
    """What a deployment works on.

    Attributes:
        folder: The store's own.
        trust: Folders with the certificates that the machine trusts.
        repository: The records; only here they are written.
        disk: All other changes, but for `files`, which place what was unpacked.
    """

    folder: Path
    trust: tuple[Path, ...]
    files: Files
    processes: Processes
    facts: Callable[[], SandboxFacts]
    clock: Clock
    repository: Repository
    disk: StoreDisk


def deploy(
    machine: Machine, what: str, verb: Verb, deploying: Deploying, wait_seconds: float = _WAIT_SECONDS
) -> DeploymentAnswer:
    """Carry a verb out and return what the system answers; the log has it under its activity.

    A verb that fails changes nothing. A process that dies leaves the records as they were or as they should be, and
    the next change makes the disk agree with them.
    """
    activity = str(uuid4())
    try:
        deploying.progress(Step(stage=DeployingStage.queued, fraction=0.0))
        with locked(machine, deploying.go_on, wait_seconds):
            answer = _carried_out(machine, verb, deploying)
    except (Refused, EngineError) as error:
        answer = answer_of(error)
    answer = msgspec.structs.replace(answer, activity_id=activity)
    user, now = machine.facts().sid, machine.clock.now()
    write_activity(machine.folder / "log", Activity(verb=without_secrets(what), when=now, user=user, answer=answer))
    return answer


@contextmanager
def locked(machine: Machine, go_on: Callable[[], None], wait_seconds: float = _WAIT_SECONDS) -> Iterator[None]:
    """Hold the store for a change: one at a time, also between processes.

    Raises:
        Busy: PackageUpdating; the bound passed.
        Cancelled: as `go_on` raised it.
    """
    with as_host_error("make", str(machine.folder)):
        machine.folder.mkdir(parents=True, exist_ok=True)
    busy = Busy(
        f"Another deployment has been running for more than {wait_seconds:g} seconds.",
        code=ErrorCode.PackageUpdating,
        remedy="Try again when it has ended.",
    )

    def waiting() -> bool:
        go_on()
        return True

    with lock_file(machine.folder / _LOCK, wait_seconds, busy, waiting):
        yield


def _carried_out(machine: Machine, verb: Verb, deploying: Deploying) -> DeploymentAnswer:
    before = machine.repository.read()
    work = new_work(machine, before, deploying)
    settle(before, work.volumes, machine.files, machine.disk)
    with work.opened:
        try:
            registered = verb(work)
            if work.stage is not DeployingStage.removing:
                deploying.go_on()
            commit(work, work.state)
        except (Refused, EngineError):
            if work.keep is not None:
                commit(work, work.keep)
                settle(work.keep, work.volumes, machine.files, machine.disk)
            else:  # the records that are there decide: writing them may have failed after they were
                settle(machine.repository.read(), work.volumes, machine.files, machine.disk)
            raise
        settle(work.state, work.volumes, machine.files, machine.disk)
    work.report(work.stage, 1.0)
    return DeploymentAnswer(
        is_registered=registered, fetched_bytes=work.fetched, total_bytes=work.total, saved_bytes=work.saved
    )


def new_work(machine: Machine, state: State, deploying: Deploying) -> StoreDeployment:
    """Return a deployment that begins with these records."""
    facts = machine.facts()
    return StoreDeployment(
        state=state.copy(),
        before=state,
        user=User(security_id=facts.sid, name=facts.user_name),
        facts=facts,
        now=machine.clock.now(),
        trust=lambda: folder_trust(machine.trust),
        volumes=read_volumes(machine.folder),
        files=machine.files,
        disk=machine.disk,
        processes=machine.processes,
        deploying=deploying,
    )


def commit(work: StoreDeployment, state: State) -> None:
    """Make records true: packages and the caller's data get their places, and as the last the records are written."""
    while work.placements:
        staged, place = work.placements[0]
        work.files.place_folder(work.files.local(staged), place)
        del work.placements[0]
    if state.packages:
        work.mark_volumes()
    for folder in data_lacking(state, work.volumes, work.files, work.sid):
        work.disk.make_folder(folder)
    work.disk.commit(work.before, state)
