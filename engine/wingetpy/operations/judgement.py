"""What was found of the update of an installed package, and the judgements that an engine keeps."""

from __future__ import annotations

from collections.abc import Hashable, Sequence

import msgspec

from wingetpy.correlation.correlated import Correlated
from wingetpy.errors import EngineError
from wingetpy.operations.target import ChosenVersion
from wingetpy.selection.availability import UpdateState


class Update(msgspec.Struct, frozen=True, kw_only=True):
    """An installed package of which something newer is offered.

    Attributes:
        version: What an update would install; the newest version where none can be installed.
        chosen: That version with its installers; None where no manifest was read.
        error: Why it is not updated with all others; None: it is.
    """

    installed: Correlated
    state: UpdateState
    version: str
    chosen: ChosenVersion | None = None
    error: EngineError | None = None


class JudgementCache:
    """Judgements by local id, kept as long as what they were made of. Several threads may ask it."""

    def __init__(self) -> None:
        self._kept: tuple[Sequence[Correlated], tuple[Hashable, ...], dict[str, Update]] | None = None

    def of(self, packages: Sequence[Correlated], made_of: tuple[Hashable, ...]) -> dict[str, Update]:
        """Return the judgements, to be read and added to.

        Args:
            packages: What is installed: the same object as long as nothing has changed.
            made_of: All else that they depend on.
        """
        kept = self._kept
        if kept is None or kept[0] is not packages or kept[1] != made_of:
            kept = self._kept = (packages, made_of, {})
        return kept[2]
