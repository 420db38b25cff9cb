"""What was found of the update of an installed package, and the judgements that an engine keeps."""

from __future__ import annotations

import threading
from collections.abc import Hashable, Sequence
from typing import NamedTuple

import msgspec

from wingetpy.correlation.correlated import Correlated
from wingetpy.errors import EngineError
from wingetpy.model.call import Level
from wingetpy.operations.request import UpdateRequest
from wingetpy.operations.target import ChosenVersion
from wingetpy.selection.availability import UpdateState

_MOST_WISHES = 16
_MOST_KEPT = 2
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


class _OfPackages(NamedTuple):
    packages: Sequence[Correlated]
    made_of: tuple[Hashable, ...]
    updates: dict[UpdateRequest, dict[str, Update]]


class JudgementCache:
    """Judgements by local id, kept as long as what they were made of. Several threads may ask it."""

    def __init__(self) -> None:
        self._kept: list[_OfPackages] = []
        """The latest last: a list is made of what is known without servers, then of all."""
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
            known = next((one for one in self._kept if one.packages is packages and one.made_of == made_of), None)
            if known is None or len(known.updates) >= _MOST_WISHES:
                known = _OfPackages(packages, made_of, {})
            self._kept = [*[one for one in self._kept if one.packages is not packages], known][-_MOST_KEPT:]
            return known.updates.setdefault(request, {})
