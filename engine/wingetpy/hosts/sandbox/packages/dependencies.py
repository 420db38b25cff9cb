"""Which frameworks a package gets: the newest that fits, of those on the machine."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from wingetpy.errors import ErrorCode
from wingetpy.hosts.packages import Status
from wingetpy.hosts.sandbox.packages.records import Need, StoredPackage
from wingetpy.hosts.sandbox.packages.refusals import Refused
from wingetpy.msix.identity import packed_version


def frameworks_of(package: StoredPackage, known: Iterable[StoredPackage], native: str) -> list[StoredPackage]:
    """Return the frameworks that a package uses.

    Args:
        known: Packages that are on the machine, or will be.
        native: The machine's architecture, which a neutral package uses.

    Raises:
        Refused: InstallResolveDependencyFailed, naming what is missing.
    """
    known = list(known)
    found = []
    for need in package.needs:
        best = best_framework(need, package.identity.architecture, known, native)
        if best is not None:
            found.append(best)
        elif not need.is_optional:
            raise Refused(
                ErrorCode.InstallResolveDependencyFailed,
                f"The package {package.full_name} needs the framework {need.family_name}, version {need.minimum} or"
                f" later, for {_architecture(package.identity.architecture, native)}, which is not installed.",
            )
    return found


def best_framework(need: Need, architecture: str, known: Iterable[StoredPackage], native: str) -> StoredPackage | None:
    """Return the newest framework that fits a need and is in order; None if there is none."""
    bad = Status.modified | Status.tampered | Status.disabled
    return _newest(one for one in _fitting(need, architecture, known, native) if not one.flags & bad)


def relying(packages: Sequence[StoredPackage], framework: StoredPackage, native: str) -> list[StoredPackage]:
    """Return which of a user's packages use a framework: of those among them it is the one that they get."""

    def uses(package: StoredPackage, need: Need) -> bool:
        architecture = package.identity.architecture
        chosen = best_framework(need, architecture, packages, native)
        chosen = chosen or _newest(_fitting(need, architecture, packages, native))
        return chosen is not None and chosen.key == framework.key

    return [one for one in packages if any(uses(one, need) for need in one.needs)]


def _fitting(need: Need, architecture: str, known: Iterable[StoredPackage], native: str) -> Iterator[StoredPackage]:
    """Yield the frameworks that fit a need, whatever their state."""
    wanted = (_architecture(architecture, native), "neutral")
    least = packed_version(need.minimum)
    major = int(need.minimum.partition(".")[0])
    for one in known:
        if (
            one.is_framework
            and one.family == need.family_name.lower()
            and one.identity.architecture in wanted
            and one.identity.version_number >= least
            and (not need.newest_major or _major(one) == major or _major(one) <= need.newest_major)
        ):
            yield one


def _newest(frameworks: Iterable[StoredPackage]) -> StoredPackage | None:
    return max(frameworks, key=lambda one: one.identity.version_number, default=None)


def _architecture(architecture: str, native: str) -> str:
    return native if architecture == "neutral" else architecture


def _major(package: StoredPackage) -> int:
    return package.identity.version_number >> 48
