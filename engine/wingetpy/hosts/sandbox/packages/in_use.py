"""Programs that run from a package, and what is done about them."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import PureWindowsPath

from wingetpy.errors import ErrorCode, HostError
from wingetpy.hosts.running import RunningProgram
from wingetpy.hosts.sandbox.packages.loose import machine_path
from wingetpy.hosts.sandbox.packages.records import StoredPackage
from wingetpy.hosts.sandbox.packages.refusals import Refused
from wingetpy.hosts.sandbox.packages.state import State
from wingetpy.hosts.sandbox.packages.work import StoreDeployment

_POLITE_SECONDS = 5.0


def programs_of(work: StoreDeployment, state: State, packages: Iterable[StoredPackage]) -> list[RunningProgram]:
    """Return the programs that run from packages: from their folders, and from the places outside that users gave."""
    places = []
    for package in packages:
        outside = [one.external for one in state.registrations.values() if one.full_name.lower() == package.key]
        places += [machine_path(uri) for uri in outside if uri]
        places += [PureWindowsPath(package.location)] if package.location else []
    return [
        program for program in work.processes.running() if any(program.path.is_relative_to(place) for place in places)
    ]


def end_programs(work: StoreDeployment, programs: Iterable[RunningProgram], code: ErrorCode, what: str) -> None:
    """End programs.

    Raises:
        Refused: with a code, naming a program that cannot be ended.
    """
    for program in programs:
        try:
            work.processes.end(program, _POLITE_SECONDS)
        except HostError as error:
            raise Refused(code, f"{what} is in use: {error.text}", error.code) from error


def in_use(programs: Iterable[RunningProgram], what: str) -> Refused:
    """Return the refusal of a change of what is in use."""
    names = ", ".join(str(program) for program in programs)
    return Refused(ErrorCode.PackagesInUse, f"{what} cannot be changed while it is in use by {names}.")
