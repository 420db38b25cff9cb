"""What is known of the updates of all that is installed, for a list: kept as long as what it was made of.

A list shows the judgement that an update makes. It reads the manifests of what has a newer version, once; an update
itself reads them again.
"""

from __future__ import annotations

import time
from collections.abc import Hashable, Mapping, Sequence
from math import inf

from msgspec.structs import replace

from wingetpy.correlation.correlated import Correlated
from wingetpy.errors import Cancelled, HostError, SourceError, TransferError
from wingetpy.model.call import Call, Level, QuietCall
from wingetpy.operations.context import Context
from wingetpy.operations.installed import Inventory
from wingetpy.operations.judgement import Message, Update
from wingetpy.operations.request import UpdateRequest
from wingetpy.operations.updates import find_updates
from wingetpy.selection.availability import may_be_older

OF_ALL = UpdateRequest(all=True, among_many=True)
_PASSING = (Cancelled, HostError, SourceError, TransferError)
"""What may be otherwise at the next request, though nothing that a judgement is made of has changed."""


def known_updates(
    context: Context,
    inventory: Inventory,
    found: Sequence[Correlated],
    call: Call,
    request: UpdateRequest = OF_ALL,
    patience: float = inf,
) -> Mapping[str, Update]:
    """Return, by local id, the updates of the packages of which something newer is, or may be, offered.

    Args:
        found: Packages of the inventory.
        request: The wishes for an installer, and what of pins and failures it overrules.
        patience: Seconds after which no more manifests are read; what is left has no judgement this time.

    Raises:
        HostError: CannotOpenPinningIndex.
    """
    kept = context.stores.judgements.of(inventory.packages, request, _made_of(context))
    passing: dict[str, Update] = {}
    wanted = [one for one in found if may_be_older(one.state) and one.entry.local_id not in kept]
    end = time.monotonic() + patience
    noted = _NotedCall(call)
    for update in find_updates(context, request, inventory, wanted, noted):
        updates = passing if isinstance(update.error, _PASSING) else kept
        updates[update.installed.entry.local_id] = _kept(update, noted.take())
        if time.monotonic() > end or call.cancelled:
            break
    return {**kept, **passing} if passing else kept


class _NotedCall(QuietCall):
    """Another call's, whose messages are kept with the judgement that they belong to."""

    def __init__(self, call: Call) -> None:
        super().__init__(call)
        self._noted: list[Message] = []

    def message(self, level: Level, text: str, code: str | None = None) -> None:
        self._noted.append((level, text, code))

    def take(self) -> tuple[Message, ...]:
        """Return the messages since the last time."""
        noted, self._noted = tuple(self._noted), []
        return noted


def _kept(update: Update, messages: tuple[Message, ...]) -> Update:
    """Return a judgement as it is kept: without its manifest, and with nothing of the request that it was made for."""
    if update.error is not None:
        update.error.__traceback__ = update.error.__context__ = update.error.__cause__ = None
    return replace(update, chosen=None, messages=messages)


def _made_of(context: Context) -> tuple[Hashable, ...]:
    folder = context.host.state_folder()
    failures = context.stores.failures.failures(folder)
    hours = int(context.host.clock.now() // 3600) if failures else 0  # a wait that ends
    return (
        repr(context.facts),
        repr(context.settings.install),
        context.stores.pins.pins(folder),
        tuple(sorted(failures.items())),
        hours,
    )
