"""Whether there is something newer than what is installed: the table of the specification of list and update."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from wingetpy.model.version import Version


class UpdateState(StrEnum):
    """What can be said of an installed package. The first six follow from the versions alone."""

    not_in_sources = "NotInSources"
    """No source offers it."""
    current = "Current"
    """It is the newest version that is offered."""
    newer = "Newer"
    """It is newer than all that is offered."""
    available = "UpdateAvailable"
    """A newer version is offered, and an update of all packages installs it."""
    unknown = "UnknownVersion"
    """The installed program has no version, so it is not known whether the offered one is newer."""
    superseded = "Superseded"
    """A newer version of it is installed beside it, and that one is updated."""
    pinned = "Pinned"
    """A newer version is offered; a pin leaves it out of updates of many packages, or out of its range."""
    blocked = "Blocked"
    """A newer version is offered; a blocking pin lets nothing update the package."""
    explicit = "RequiresExplicitUpgrade"
    """A newer version is offered; its manifest requires that the package is named."""
    denied = "UpgradeDenied"
    """A newer version is offered; its manifest leaves updates to the package itself."""
    technology = "TechnologyChanged"
    """A newer version is offered; its installers are of another technology."""
    inapplicable = "NoApplicableInstaller"
    """A newer version is offered; none of its installers fits."""
    backed_off = "BackedOff"
    """A newer version is offered; its update failed too often to be tried again so soon."""


def update_state(
    installed: Version, newest: Version | None, *, installed_hash: str | None = None, offered_hashes: Iterable[str] = ()
) -> UpdateState:
    """Compare what is installed with the newest version that is offered.

    Args:
        installed: In terms of the package's versions (see `arpversion`).
        newest: None if no source offers the package.
        installed_hash: The SHA-256 (hex) of the installer that was used, where it was recorded.
        offered_hashes: The SHA-256 of the installers of a version `latest`.

    Returns:
        For a version `latest`: `available`, unless the recorded hash is among those that are offered.
    """
    if newest is None:
        return UpdateState.not_in_sources
    if newest.is_unknown:
        return UpdateState.current
    if newest.is_latest:
        return _state_of_latest(installed_hash, offered_hashes)
    if installed.is_unknown:
        return UpdateState.unknown
    if installed < newest:
        return UpdateState.available
    return UpdateState.newer if installed > newest else UpdateState.current


def may_be_older(state: UpdateState) -> bool:
    """Whether something newer is offered, or may be, by the versions alone."""
    return state in (UpdateState.available, UpdateState.unknown)


def is_update_shown(state: UpdateState, *, include_unknown: bool = False) -> bool:
    """Whether a list of updates shows it: what is unknown only if it is asked for."""
    return state is UpdateState.available or (include_unknown and state is UpdateState.unknown)


def _state_of_latest(installed_hash: str | None, offered_hashes: Iterable[str]) -> UpdateState:
    if installed_hash and installed_hash.casefold() in {one.casefold() for one in offered_hashes}:
        return UpdateState.current
    return UpdateState.available
