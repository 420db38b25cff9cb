"""Which installed package an update means."""

from __future__ import annotations

from wingetpy.correlation.correlated import Correlated
from wingetpy.errors import BadRequest, NotFound
from wingetpy.errors.remedies import NAME_PACKAGE, NOT_INSTALLED
from wingetpy.model.call import Call
from wingetpy.operations.context import Context
from wingetpy.operations.decide_update import decide_update, decide_update_of_manifest
from wingetpy.operations.installed import Inventory, matching, several_installed, take_inventory
from wingetpy.operations.plan import PlannedOperation
from wingetpy.operations.request import UpdateRequest
from wingetpy.operations.wording import NO_PACKAGE_TO_UPDATE
from wingetpy.selection.availability import UpdateState
from wingetpy.sources.request import MatchOption


def plan_update(context: Context, request: UpdateRequest, call: Call) -> PlannedOperation:
    """Plan the update of the one installed package that is meant.

    Raises:
        BadRequest: nothing was asked for.
        NotFound: with the sentence of the seed.
        Ambiguous: several packages match; each is named.
    """
    if request.manifest is not None:
        return decide_update_of_manifest(context, request, call)
    if request.empty:
        raise BadRequest("An update needs a package.", remedy=NAME_PACKAGE)
    inventory = take_inventory(context, call, request.source, needs_source=True)
    return decide_update(context, request, _meant(inventory, request, call), inventory, call)


def _meant(inventory: Inventory, request: UpdateRequest, call: Call) -> Correlated:
    found = matching(inventory, request, request.scope, single=True, default=MatchOption.equals_case_insensitive)
    if not found:
        raise NotFound(NO_PACKAGE_TO_UPDATE, target=request.named, remedy=NOT_INSTALLED)
    found = _newest(found, call)
    if len(found) > 1:
        raise several_installed(found, request.named)
    return found[0]


def _newest(found: list[Correlated], call: Call) -> list[Correlated]:
    """Leave out older versions, with a message, where a newer one beside them is meant as well."""
    newest = [one for one in found if one.state is not UpdateState.superseded]
    if len(newest) != 1 or len(found) == 1:
        return newest or found
    (one,) = newest
    others = ", ".join(other.version for other in found if other is not one)
    named = f"{one.entry.name} [{one.id}]"
    call.message("Information", f"{named} is installed in several versions: {one.version} is updated, not {others}.")
    return newest
