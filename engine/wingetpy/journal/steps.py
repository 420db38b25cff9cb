"""The steps of an operation: what is changed on the machine, one change each, with all that is needed to take it back.

A step is a value. It is written to the journal before it is done (`state/journal.py`), so `undo` must be right
whatever the process had reached: nothing done, half done, done, undone already. It therefore looks at the machine
first and touches only what the step itself has made. What it finds changed by somebody else it leaves, and says so.
"""

from __future__ import annotations

from wingetpy.hosts.host import Host
from wingetpy.journal.file_steps import (
    MakeDirectory,
    MakeLink,
    MoveAway,
    PlaceFile,
    RemoveDirectory,
    RemoveLink,
    same_hash,
)
from wingetpy.journal.registry_steps import (
    AddToPath,
    RemoveFromPath,
    RemoveKey,
    RemoveValue,
    SetValue,
    StoredKey,
    StoredValue,
    named,
    on_search_path,
)
from wingetpy.journal.step import BaseStep
from wingetpy.state.tracking import TrackedPackage, open_tracking

__all__ = [
    "AddToPath",
    "ForgetPackage",
    "MakeDirectory",
    "MakeLink",
    "MoveAway",
    "PlaceFile",
    "RememberPackage",
    "RemoveDirectory",
    "RemoveFromPath",
    "RemoveKey",
    "RemoveLink",
    "RemoveValue",
    "SetValue",
    "Step",
    "StoredKey",
    "StoredValue",
    "named",
    "on_search_path",
    "same_hash",
]


class RememberPackage(BaseStep, frozen=True, kw_only=True, tag="remember-package"):
    """Write down what was installed. Done last: it says what is so."""

    package: TrackedPackage

    def do(self, host: Host) -> None:
        with open_tracking(host.state_folder()) as tracking:
            tracking.remember(self.package)

    def undo(self, host: Host) -> str | None:
        with open_tracking(host.state_folder()) as tracking:
            tracking.forget(self.package.product_code)
        return None


class ForgetPackage(BaseStep, frozen=True, kw_only=True, tag="forget-package"):
    """Forget what was removed. Done last; nothing is lost that could not be told without it."""

    product_code: str

    def do(self, host: Host) -> None:
        with open_tracking(host.state_folder()) as tracking:
            tracking.forget(self.product_code)

    def undo(self, host: Host) -> str | None:
        return None


Step = (
    MakeDirectory
    | RemoveDirectory
    | PlaceFile
    | MoveAway
    | MakeLink
    | RemoveLink
    | SetValue
    | RemoveValue
    | RemoveKey
    | AddToPath
    | RemoveFromPath
    | RememberPackage
    | ForgetPackage
)
