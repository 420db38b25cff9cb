"""The contract of a step: one change of the machine, how it is undone, and a sentence for a person.

A step is a value. It is written to the journal before it is done, so `undo` must be right whatever the process had
reached: nothing done, half done, done, undone already. It looks at the machine first, touches only what the step
itself has made, and leaves what somebody else changed.
"""

from __future__ import annotations

from typing import ClassVar, Self

import msgspec

from wingetpy.hosts.host import Host
from wingetpy.journal.running import Running


class StepResult(msgspec.Struct, frozen=True, kw_only=True):
    """What a step reports beyond its success.

    Attributes:
        exit_code: Of a program, unsigned, 32 bits.
        reboot_required: Whether a restart of Windows completes it.
        fetched_bytes: What the system transferred; None where it does not say.
        saved_bytes: What it needed not to transfer, as it was there already; likewise.
        warnings: What the user should know: sentences.
        left_running: What a program had started and was not waited for any longer, as `name.exe (process 1234)`.
    """

    exit_code: int | None = None
    reboot_required: bool = False
    left_running: tuple[str, ...] = ()
    fetched_bytes: int | None = None
    saved_bytes: int | None = None
    warnings: tuple[str, ...] = ()


class BaseStep(
    msgspec.Struct, frozen=True, kw_only=True, tag_field="do", omit_defaults=True, forbid_unknown_fields=True
):
    """A kind of step. It has its line in `journal/steps.py`. What a later version records beyond it is not ignored.

    Attributes:
        alone: The machine does not show whether the step was done. It begins only when all steps before it are ticked
            off on the disk, so that `undo` is not called for one that never began.
        undoable: Whether undo can change anything. What is not undoable and fails reports itself what it has done.
        moves_staged: It moves what is staged to its place, so the content is written to the disk before the first step.
    """

    alone: ClassVar[bool] = False
    undoable: ClassVar[bool] = True
    moves_staged: ClassVar[bool] = False

    def do(self, host: Host) -> StepResult | None:
        """Change the machine. Raises EngineError."""
        raise NotImplementedError

    def do_within(self, host: Host, running: Running) -> StepResult | None:
        """Change the machine as part of an operation; for steps that take long."""
        return self.do(host)

    def recorded(self) -> Self:
        """The step as the journal keeps it: what `undo` needs, and no secret that only `do` needs."""
        return self

    def undo(self, host: Host) -> str | None:
        """Undo what `do` changed. Also called for a step that may not have begun.

        Returns:
            What had to be left, as a sentence: changed by somebody else, or a program that ran and cannot be undone.

        Raises:
            HostError: it cannot be undone now; the next change tries again.
        """
        raise NotImplementedError

    def sentence(self) -> str:
        """What the step does, for a person, without a full stop: `Place tool.exe in C:\\Tools`."""
        raise NotImplementedError


def in_folder(path: str) -> str:
    """A path in a sentence: `tool.exe in C:\\Tools`."""
    folder, _, name = path.rpartition("\\")
    return f"{name} in {folder}" if "\\" in folder else f"{name} in {folder}\\"
