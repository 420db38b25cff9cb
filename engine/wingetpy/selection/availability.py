"""Whether there is something newer than what is installed: the table of the specification of list and update."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from wingetpy.model.version import Version


class UpdateState(StrEnum):
    """What can be said of an installed package."""

    none = "None"
    """As new as anything that is offered, or nobody offers it."""
    available = "Available"
    """A newer version is offered."""
    latest = "Latest"
    """Offered is whatever the publisher has now, and it is not what was installed."""
    unknown = "Unknown"
    """The installed program has no version, so it is not known whether the offered one is newer."""
    explicit = "RequiresExplicitUpgrade"
    """A newer version is offered; its manifest requires that the package is named."""
    denied = "UpgradeDenied"
    """A newer version is offered; its manifest leaves updates to the package itself."""
    technology = "TechnologyChanged"
    """A newer version is offered; its installers are of another technology."""
    inapplicable = "NoApplicableInstaller"
    """A newer version is offered; none of its installers fits."""


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
        For a version `latest`: `Latest`, unless the recorded hash is among those that are offered.
    """
    if newest is None or newest.is_unknown:
        return UpdateState.none
    if newest.is_latest:
        return _state_of_latest(installed_hash, offered_hashes)
    if installed.is_unknown:
        return UpdateState.unknown
    return UpdateState.available if installed < newest else UpdateState.none


def is_update_shown(state: UpdateState, *, include_unknown: bool = False) -> bool:
    """Whether a list of updates shows it: what is unknown only if it is asked for."""
    return state in (UpdateState.available, UpdateState.latest) or (include_unknown and state is UpdateState.unknown)


def _state_of_latest(installed_hash: str | None, offered_hashes: Iterable[str]) -> UpdateState:
    if installed_hash and installed_hash.casefold() in {one.casefold() for one in offered_hashes}:
        return UpdateState.none
    return UpdateState.latest
