"""What is known of the updates of all that is installed, for a list: kept as long as what it was made of.

A list shows the judgement that an update makes. It reads the manifests of what has a newer version, once; an update
itself reads them again.
"""

from __future__ import annotations

import time
from collections.abc import Hashable, Sequence

from msgspec.structs import replace

from wingetpy.correlation.correlated import Correlated
from wingetpy.model.call import Call, QuietCall
from wingetpy.operations.context import Context
from wingetpy.operations.installed import Inventory
from wingetpy.operations.judgement import Update
from wingetpy.operations.request import UpdateRequest
from wingetpy.operations.updates import find_updates
from wingetpy.selection.availability import may_be_older

_OF_ALL = UpdateRequest(all=True, among_many=True)


def known_updates(
    context: Context, inventory: Inventory, found: Sequence[Correlated], call: Call, patience: float
) -> dict[str, Update]:
    """Return, by local id, the updates of the packages of which something newer is, or may be, offered.

    Args:
        found: Packages of the inventory.
        patience: Seconds after which no more manifests are read; what is left has no judgement this time.

    Raises:
        HostError: CannotOpenPinningIndex.
    """
    updates = context.stores.judgements.of(inventory.packages, _made_of(context))
    wanted = [one for one in found if may_be_older(one.state) and one.entry.local_id not in updates]
    end = time.monotonic() + patience
    for update in find_updates(context, _OF_ALL, inventory, wanted, QuietCall(call)):
        updates[update.installed.entry.local_id] = _kept(update)
        if time.monotonic() > end or call.cancelled:
            break
    return updates


def _kept(update: Update) -> Update:
    """Return a judgement as it is kept: without its manifest, and with nothing of the request that it was made for."""
    if update.error is not None:
        update.error.__traceback__ = update.error.__context__ = update.error.__cause__ = None
    return replace(update, chosen=None)


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
