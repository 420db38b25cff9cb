"""What is installed of a package that is wanted."""

from __future__ import annotations

from msgspec import UNSET
from msgspec.structs import replace

from wingetpy.correlation.correlated import Correlated
from wingetpy.desired.agreeing import agreeing
from wingetpy.desired.packages.pin_ahead import with_wanted_pin
from wingetpy.desired.packages.properties import PackageProperties, WantedPin
from wingetpy.desired.properties import given, optional
from wingetpy.model.call import Call
from wingetpy.model.pin import Pin, PinType
from wingetpy.model.scope import Scope
from wingetpy.model.version import Version
from wingetpy.operations.context import Context
from wingetpy.operations.installed import Inventory, matching, several_installed, take_inventory
from wingetpy.operations.pins import find_pins
from wingetpy.operations.request import Criteria, UpdateRequest
from wingetpy.selection.availability import UpdateState
from wingetpy.selection.pinning import strictest
from wingetpy.sources.request import MatchOption

_NOT_LATEST = (
    UpdateState.available,
    UpdateState.explicit,
    UpdateState.denied,
    UpdateState.backed_off,
    UpdateState.technology,
)
"""The states of a package of which something newer is offered that this machine could have."""
_NAMED = UpdateRequest()


def read_package(context: Context, wanted: PackageProperties, call: Call) -> PackageProperties:
    """Return what is installed of a package, and its pin where one is wanted.

    Raises:
        NotFound: the named source is not configured.
        Ambiguous: several packages match.
    """
    call = agreeing(call, wanted.accepts)
    inventory = take_inventory(context, call, optional(wanted.source))
    there = installed_package(inventory, wanted)
    id = wanted.id if there is None else there.id
    pin = _pin(context, id, call) if isinstance(wanted.pin, WantedPin) else UNSET
    if there is None:
        return PackageProperties(exist=False, id=id, source=wanted.source, pin=pin)
    return replace(_state(with_wanted_pin(context, wanted, id, pin), inventory, there, wanted, call), pin=pin)


def installed_package(inventory: Inventory, wanted: PackageProperties) -> Correlated | None:
    """Return the installed package that is meant: of several versions the wanted one, else the newest.

    Raises:
        Ambiguous: several packages match.
    """
    found = matching(
        inventory, criteria_of(wanted), wanted.scope_wish, single=True, default=MatchOption.equals_case_insensitive
    )
    if len({one.id for one in found}) > 1:
        raise several_installed(found, wanted.id)
    version = wanted.version_text
    exact = [one for one in found if version is not None and Version.parse(one.version) == Version.or_unknown(version)]
    return max(exact or found, key=lambda one: Version.parse(one.version), default=None)


def criteria_of(wanted: PackageProperties) -> Criteria:
    return Criteria(id=wanted.id, source=optional(wanted.source), match_option=wanted.match)


def state_of_installed(one: Correlated) -> PackageProperties:
    """Return an installed package without what is known of its updates."""
    return PackageProperties(
        exist=True,
        id=one.id,
        source=one.package.source if one.package else UNSET,
        version=one.version,
        scope="user" if one.entry.scope is Scope.user else "machine",
        name=one.entry.name,
    )


def _state(
    context: Context, inventory: Inventory, there: Correlated, wanted: PackageProperties, call: Call
) -> PackageProperties:
    """Return what is installed, and whether it is the latest.

    That is seen by the versions alone or, where it is wanted, by what this machine can have and no pin holds back, for
    which manifests are read.
    """
    state = state_of_installed(there)
    newest = there.available_versions[0] if there.is_update_available else there.version
    is_latest = not there.is_update_available
    if given(wanted.use_latest, False) and not is_latest:
        from wingetpy.operations.known_updates import known_updates  # late: start time

        update = known_updates(context, inventory, [there], call, _NAMED).get(there.entry.local_id)
        is_latest = update is None or update.state not in _NOT_LATEST
        newest = there.version if update is None else update.version
    return replace(
        state,
        source=wanted.source if state.source is UNSET else state.source,
        use_latest=is_latest,
        available_version=newest,
    )


def _pin(context: Context, id: str, call: Call) -> WantedPin:
    pins = find_pins(context, Criteria(id=id, match_option=MatchOption.equals_case_insensitive), call)
    pin = strictest(one for one in pins if one.type is not PinType.skip)
    return WantedPin(type="none") if pin is None else _shown(pin)


def _shown(pin: Pin) -> WantedPin:
    match pin.type:
        case PinType.gating:
            return WantedPin(type="gating", version=pin.version)
        case PinType.blocking:
            return WantedPin(type="blocking")
        case _:
            return WantedPin(type="pinning")
