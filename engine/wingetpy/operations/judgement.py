"""What was found of the update of an installed package, and the judgements that an engine keeps."""

from __future__ import annotations

import threading
from collections.abc import Hashable, Sequence

import msgspec

from wingetpy.correlation.correlated import Correlated
from wingetpy.errors import EngineError
from wingetpy.model.call import Level
from wingetpy.operations.request import UpdateRequest
from wingetpy.operations.target import ChosenVersion
from wingetpy.selection.availability import UpdateState

_MOST_WISHES = 16
Message = tuple[Level, str, str | None]
"""Level, text and code of a message."""


class Update(msgspec.Struct, frozen=True, kw_only=True):
    """An installed package of which something newer is offered.

    Attributes:
        version: What an update would install; the newest version where none can be installed.
        chosen: That version with its installers; None where no manifest was read.
        error: Why it is not updated with all others; None: it is.
        messages: What was to be reported while it was judged, of a judgement that is kept.
    """

    installed: Correlated
    state: UpdateState
    version: str
    chosen: ChosenVersion | None = None
    error: EngineError | None = None
    messages: tuple[Message, ...] = ()


class JudgementCache:
    """Judgements by local id, kept as long as what they were made of. Several threads may ask it."""

    def __init__(self) -> None:
        self._packages: Sequence[Correlated] = ()
        self._made_of: tuple[Hashable, ...] = ()
        self._kept: dict[UpdateRequest, dict[str, Update]] = {}
        self._lock = threading.Lock()

    def of(
        self, packages: Sequence[Correlated], request: UpdateRequest, made_of: tuple[Hashable, ...]
    ) -> dict[str, Update]:
        """Return the judgements, to be read and added to.

        Args:
            packages: What is installed: the same object as long as nothing has changed.
            request: The wishes that they were made for.
            made_of: All else that they depend on.
        """
        with self._lock:
            if self._packages is not packages or self._made_of != made_of or len(self._kept) >= _MOST_WISHES:
                self._packages, self._made_of, self._kept = packages, made_of, {}
            return self._kept.setdefault(request, {})
