"""What is wanted of a package, compared with what is installed."""

from __future__ import annotations

from wingetpy.desired.packages.properties import PackageProperties, WantedPin
from wingetpy.desired.properties import given, optional
from wingetpy.desired.resource import Drift
from wingetpy.errors import BadRequest
from wingetpy.model.version import Version, is_version
from wingetpy.model.version_bounds import VersionBounds


def refuse_contradictions(wanted: PackageProperties) -> None:
    """Refuse wishes that cannot be. Raises BadRequest."""
    version, range_ = wanted.version_text, range_of(wanted)
    if version is not None and not is_version(version):
        raise _wrong(wanted, f"the version '{version}' is no version", 'Write it as text, such as "1.10".')
    if version is not None and range_ is not None:
        raise _wrong(wanted, "version and versionRange are both given", "Leave one of them out.")
    pin = optional(wanted.pin)
    if pin is not None and (pin.type == "gating") != isinstance(pin.version, str):
        raise _wrong(wanted, "a version belongs to a gating pin, and only to one", "Write it as 1.2.*")


def range_of(wanted: PackageProperties) -> VersionBounds | None:
    """Return the range of versions that is wanted; None where none is. Raises BadRequest."""
    text = optional(wanted.version_range)
    if text is None:
        return None
    try:
        return VersionBounds.parse(text)
    except ValueError as error:
        raise _wrong(
            wanted, f"the range of versions '{text}' cannot be read: {error}", "Write it as >=1.2 <2"
        ) from error


def drift_of(wanted: PackageProperties, state: PackageProperties) -> tuple[Drift, ...]:
    """Return what of a package is not as wanted."""
    there = state.exist is True
    if not wanted.is_wanted:
        meant = there and _has_version(wanted, state)
        return (Drift("_exist", "false", "true"),) if meant else ()
    if not there:
        return (Drift("_exist", "true", "false"), *_drift_of_pin(wanted, state))
    found: list[Drift] = []
    version, range_ = wanted.version_text, range_of(wanted)
    if version is not None and not _has_version(wanted, state):
        found.append(Drift("version", version, version_of(state)))
    if range_ is not None and not range_.contains(Version.or_unknown(version_of(state))):
        found.append(Drift("versionRange", range_.text, version_of(state)))
    if given(wanted.use_latest, False) and state.use_latest is False:
        found.append(Drift("useLatest", f"true ({given(state.available_version, '')})", f"false ({version_of(state)})"))
    return (*found, *_drift_of_pin(wanted, state))


def version_of(state: PackageProperties) -> str:
    return state.version_text or ""


def pin_text(pin: WantedPin | None) -> str:
    return "none" if pin is None else f"{pin.type} {given(pin.version, '')}".rstrip()


def _has_version(wanted: PackageProperties, state: PackageProperties) -> bool:
    version = wanted.version_text
    return version is None or Version.or_unknown(version) == Version.or_unknown(version_of(state))


def _drift_of_pin(wanted: PackageProperties, state: PackageProperties) -> tuple[Drift, ...]:
    pin = optional(wanted.pin)
    if pin is None:
        return ()
    text, actual = pin_text(pin), pin_text(optional(state.pin))
    return () if text == actual else (Drift("pin", text, actual),)


def _wrong(wanted: PackageProperties, what: str, remedy: str) -> BadRequest:
    return BadRequest(f"{wanted.id}: {what}.", target=wanted.id, remedy=remedy)
