"""Installed programs and sources brought together."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from wingetpy.correlation.correlated import Correlated
from wingetpy.correlation.folding import fold_duplicates
from wingetpy.correlation.recognition import Identity, PackageKey, key_of, recognise
from wingetpy.correlation.records import RecordedOrigin, Records
from wingetpy.correlation.side_by_side import mark_superseded
from wingetpy.errors import EngineError
from wingetpy.inventory.entry import InstalledEntry
from wingetpy.model.collecting import no_collection
from wingetpy.model.text import fold
from wingetpy.model.version import Version
from wingetpy.selection.arpversion import AvailableVersion, map_installed_version
from wingetpy.selection.availability import update_state
from wingetpy.sources.composite import CompositeSource
from wingetpy.sources.request import PackageReference, PackageVersion
from wingetpy.state.tracking import TrackedPackage


def correlate(
    entries: Sequence[InstalledEntry], sources: CompositeSource | None, tracked: Sequence[TrackedPackage] = ()
) -> list[Correlated]:
    """Find out of each installed program which package it is, and whether something newer is offered.

    Args:
        entries: From `inventory.installed_entries`.
        sources: The open sources; None where there is none, then nothing is known of anything.
        tracked: What this engine wrote down of its own installations.

    Returns:
        Sorted by name. Entries of one and the same installation are folded into one; several versions of a package that
        are installed side by side are each listed; only the newest of them is updated.
    """
    with no_collection():  # thousands of entries become objects that live on
        return _correlated(entries, sources, tracked)


def _correlated(
    entries: Sequence[InstalledEntry], sources: CompositeSource | None, tracked: Sequence[TrackedPackage]
) -> list[Correlated]:
    records = Records(tracked)
    if sources is None:
        found = [_unknown(entry, records.origin_of(entry)) for entry in entries]
    else:
        offers = _Offers(sources, records)
        identities = recognise(entries, sources, records)
        found = [offers.correlated(entry, known) for entry, known in zip(entries, identities, strict=True)]
    found = [_with_wishes(one, records) for one in found] if tracked else found
    return sorted(mark_superseded(fold_duplicates(found)), key=lambda one: (fold(one.entry.name), one.entry.local_id))


class _Offers:
    """What the sources offer of each package, each package asked for once."""

    def __init__(self, sources: CompositeSource, records: Records) -> None:
        self._sources = sources
        self._records = records
        self._versions: dict[PackageKey, tuple[PackageVersion, ...]] = {}

    def correlated(self, entry: InstalledEntry, known: Sequence[Identity]) -> Correlated:
        """An entry with the package that it is. Another source than the one that it came from must be asked for by
        name: a package of the same id or code elsewhere may be anybody's."""
        origin = self._records.origin_of(entry)
        if not known:
            return _unknown(entry, origin)
        package = known[0].package
        came_from = self._sources.source(package.source).details.identifier
        if origin is not None and not self._sources.is_named and fold(origin.source) != fold(came_from):
            return _unknown(entry, origin, tuple(identity.package for identity in known))
        versions = self._versions_of(package)
        installed = map_installed_version(
            Version.or_unknown(entry.version),
            entry.installer_type,
            _with_ranges(versions),
        )
        newest = Version.parse(versions[0].version) if versions else None
        is_latest = newest is not None and newest.is_latest
        state = update_state(
            installed,
            newest,
            installed_hash=self._installed_hash(entry) if is_latest else None,
            offered_hashes=self._offered_hashes(package) if is_latest else (),
        )
        return Correlated(
            entry=entry,
            package=package,
            version=installed.text,
            available_versions=tuple(one.version for one in versions),
            state=state,
            others=tuple(identity.package for identity in known[1:]),
            origin=origin,
            by_name=not known[0].certain,
        )

    def _versions_of(self, package: PackageReference) -> tuple[PackageVersion, ...]:
        key = key_of(package)
        if key not in self._versions:
            self._versions[key] = self._sources.offers(package)
        return self._versions[key]

    def _installed_hash(self, entry: InstalledEntry) -> str | None:
        """The hash of the installer that was used: tracked, or of a single-file portable that of the file itself."""
        record = self._records.of(entry)
        tracked = record.installer_sha256 if record else ""
        return tracked or (entry.portable.sha256 if entry.portable else None)

    def _offered_hashes(self, package: PackageReference) -> tuple[str, ...]:
        try:
            manifest = self._sources.manifest(package)
        except EngineError:  # a manifest that has gone or broke since it was indexed: nothing to compare with
            return ()
        return tuple(installer.installer_sha256 for installer in manifest.installers)


def _with_ranges(versions: Sequence[PackageVersion]) -> list[AvailableVersion]:
    """The versions with what their installers are listed as; none where no manifest says, which is most packages."""
    if not any(one.arp_minimum for one in versions):
        return []
    return [AvailableVersion(one.version, one.arp_minimum, one.arp_maximum) for one in versions]


def _with_wishes(one: Correlated, records: Records) -> Correlated:
    record = records.of(one.entry)
    return one if record is None else msgspec.structs.replace(one, wishes=record.wishes)


def _unknown(
    entry: InstalledEntry, origin: RecordedOrigin | None, others: tuple[PackageReference, ...] = ()
) -> Correlated:
    """An entry that no source knows, or only others than the one that it came from."""
    return Correlated(entry=entry, version=Version.or_unknown(entry.version).text, origin=origin, others=others)
