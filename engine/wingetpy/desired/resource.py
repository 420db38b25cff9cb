"""The contract of a resource: one kind of thing that is compared with what is wanted, and made so."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Generic, Protocol, TypeVar

import msgspec

from wingetpy.desired.filters import ExportFilter
from wingetpy.desired.properties import Properties
from wingetpy.errors.secrets import without_secrets
from wingetpy.model.call import Call
from wingetpy.operations.context import Context

P = TypeVar("P", bound=Properties)


class Drift(msgspec.Struct, frozen=True, rename="pascal"):
    """One property that is not as wanted. Secrets in its values are masked: it is shown, never applied.

    Attributes:
        name: Of the property; within a list the instance's, `packages[Git.Git].version`.
        wanted: As text.
        actual: As text; empty where there is nothing.
    """

    name: str = msgspec.field(name="Property")
    wanted: str
    actual: str

    def __post_init__(self) -> None:
        msgspec.structs.force_setattr(self, "wanted", without_secrets(self.wanted))
        msgspec.structs.force_setattr(self, "actual", without_secrets(self.actual))

    @property
    def member(self) -> str:
        """The name of the resource's own property that it is in."""
        return self.name.partition("[")[0].partition(".")[0]


class Preview(msgspec.Struct, Generic[P], frozen=True):
    """What a step would do, as a sentence without a full stop and without secrets, and the state after it."""

    text: str
    state: P

    def __post_init__(self) -> None:
        msgspec.structs.force_setattr(self, "text", without_secrets(self.text))


class StepReport(msgspec.Struct, frozen=True):
    """What a step did.

    Attributes:
        text: As a sentence without a full stop and without secrets.
        restart: Whether the system has to restart.
        path_changed: Whether PATH was changed, which a caller's own environment does not see.
    """

    text: str
    restart: bool = False
    path_changed: bool = False

    def __post_init__(self) -> None:
        msgspec.structs.force_setattr(self, "text", without_secrets(self.text))


class DesiredStep(Protocol[P]):
    """One change on the way to what is wanted. Nothing is changed before `carry_out`."""

    def preview(self, state: P) -> Preview[P]:
        """Say what it would do.

        Args:
            state: As the steps before it leave it.

        Raises:
            EngineError: it is known that it cannot be done.
        """

    def carry_out(self) -> StepReport:
        """Do it. Raises EngineError."""


class DesiredResource(Protocol[P]):
    """One kind of thing.

    Attributes:
        type: Its name in documents after the owner, `Package`.
        word: Its name on the command line, `package`.
        properties: The struct of what is wanted and of what is.
        summary: What it is about, as a sentence.
        policies: The Group Policies that a set needs.
    """

    @property
    def properties(self) -> type[P]: ...
    @property
    def type(self) -> str: ...
    @property
    def word(self) -> str: ...
    @property
    def summary(self) -> str: ...
    @property
    def policies(self) -> tuple[str, ...]: ...

    def check(self, wanted: P) -> None:
        """Refuse wishes that no machine can fulfil, without looking at this one. Raises BadRequest."""

    def read(self, context: Context, wanted: P, call: Call) -> P:
        """Return what is. Raises EngineError where it cannot be known."""

    def drift(self, wanted: P, state: P) -> tuple[Drift, ...]:
        """Return what is not as wanted."""

    def steps(
        self, context: Context, wanted: P, state: P, drift: Sequence[Drift], call: Call
    ) -> Sequence[DesiredStep[P]]:
        """Return what has to be done. Raises BadRequest for a wish that cannot be."""

    def export(self, context: Context, wanted: ExportFilter, call: Call) -> Iterable[P]:
        """Return every instance, or those that a filter means."""
