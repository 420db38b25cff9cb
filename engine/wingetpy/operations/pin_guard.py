"""Which pins hold for a package, and what a request overrules of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from wingetpy.correlation.correlated import Correlated
from wingetpy.errors import ErrorCode, NotApplicable
from wingetpy.errors.remedies import PINNED
from wingetpy.model.pin import INSTALLED_SOURCE, Pin, PinType
from wingetpy.model.text import fold
from wingetpy.operations.context import Context
from wingetpy.operations.request import PackageRequest, UpdateRequest
from wingetpy.operations.target import Target
from wingetpy.selection.availability import UpdateState
from wingetpy.selection.pinning import PinConsent, PinGuard


def consent_of(request: PackageRequest) -> PinConsent:
    """Return which pins a request overrules."""
    if getattr(request, "force", False):
        return PinConsent.every
    if isinstance(request, UpdateRequest):
        if request.include_pinned or request.version is not None:
            return PinConsent.included
        return PinConsent.none if request.among_many else PinConsent.named
    return PinConsent.named if request.version is None else PinConsent.included


def guard_of(context: Context, target: Target, there: Correlated | None, request: PackageRequest) -> PinGuard:
    """Return the pins of a package and of what is installed of it.

    Raises:
        HostError: CannotOpenPinningIndex; not where the request overrules all pins.
    """
    consent = consent_of(request)
    if consent is PinConsent.every:
        return PinGuard()
    return PinGuard(tuple(_pins(context, target, there)), consent)


def pins_of_installed(context: Context, found: Iterable[Correlated]) -> dict[str, list[Pin]]:
    """Return, by local id, the pins of what is installed and of the packages that it is in their sources.

    What has none is left out. The list of sources is read once for all.
    """
    if not context.stores.pins.pins(context.host.state_folder()):
        return {}
    identifiers = _identifiers(context)
    pinned = ((there.entry.local_id, _pins(context, None, there, identifiers)) for there in found)
    return {local_id: pins for local_id, pins in pinned if pins}


def _pins(
    context: Context, target: Target | None, there: Correlated | None, identifiers: Mapping[str, str] | None = None
) -> list[Pin]:
    pins = context.stores.pins.pins(context.host.state_folder())
    if not pins:
        return []
    wanted = {(fold(target.identifier), target.origin.identifier)} if target is not None else set()
    if there is not None and there.package is not None:  # also where a manifest file is installed over it
        source = there.package.source
        known = _identifiers(context) if identifiers is None else identifiers
        wanted.add((fold(there.package.identifier), known.get(source, source)))
    for entry in (there.entry, *there.duplicates) if there else ():
        wanted |= {(fold(code), INSTALLED_SOURCE) for code in (entry.product_code, entry.family_name) if code}
    return [pin for pin in pins if (fold(pin.package), pin.source) in wanted]


def _identifiers(context: Context) -> dict[str, str]:
    """The identifiers of the configured sources by name."""
    return {one.name: one.identifier for one in context.sources.list()}


def is_pinned(package: str, version: str, pin: Pin) -> NotApplicable:
    """Return the error of a version that a pin prevents."""
    match pin.type:
        case PinType.gating:
            why = f"a pin keeps it to {pin.version}"
        case PinType.skip:
            why = f"a pin skips the version {pin.version}"
        case PinType.blocking:
            why = "a pin blocks every update of it"
        case _:
            why = "a pin leaves it out of updates of many packages"
    return NotApplicable(
        f"{package} {version} is not installed: {why}.",
        code=ErrorCode.PackageIsPinned,
        category="InvalidOperation",
        target=package,
        remedy=PINNED,
    )


def state_of(pin: Pin) -> UpdateState:
    """Return the state of a package whose newer versions a pin prevents."""
    return UpdateState.blocked if pin.type is PinType.blocking else UpdateState.pinned
