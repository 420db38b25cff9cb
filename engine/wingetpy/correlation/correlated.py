"""An installed program together with what the sources know of it."""

from __future__ import annotations

import msgspec

from wingetpy.correlation.records import RecordedOrigin
from wingetpy.inventory.entry import InstalledEntry
from wingetpy.model.text import fold
from wingetpy.model.version import Version
from wingetpy.selection.availability import UpdateState
from wingetpy.selection.wishes import InstalledFacts
from wingetpy.sources.request import PackageReference
from wingetpy.state.tracking import InstallWishes


class Correlated(msgspec.Struct, frozen=True, kw_only=True):
    """One installed program.

    Attributes:
        entry: How the machine lists it.
        package: The package it is, in the source that it came from or, where that is not known, that counts most; None
            if no source knows it, or only others than the one that it came from.
        version: The installed version in terms of the package's versions; may be a bound such as `< 2.0`.
        available_versions: Of `package`, newest first.
        state: Whether something newer is offered, by the versions alone.
        others: The same program in further sources.
        wishes: What the user gave when this engine installed it.
        origin: What was written down of where it came from; None if nothing was.
        duplicates: Further entries of the very same installation, which are not listed on their own.
        by_name: Nothing but its name and publisher say that it is `package`: no record and no code.
        newer_beside: Where the state is `superseded`, the newer version that is installed beside it.
    """

    entry: InstalledEntry
    package: PackageReference | None = None
    version: str
    available_versions: tuple[str, ...] = ()
    state: UpdateState = UpdateState.not_in_sources
    others: tuple[PackageReference, ...] = ()
    origin: RecordedOrigin | None = None
    duplicates: tuple[InstalledEntry, ...] = ()
    wishes: InstallWishes = InstallWishes()
    by_name: bool = False
    newer_beside: str = ""

    @property
    def id(self) -> str:
        """The package's id; where no source knows it, the id that was written down, else the entry's local id."""
        if self.package is not None:
            return self.package.identifier
        return self.entry.recorded_package or (self.origin.package if self.origin else self.entry.local_id)

    @property
    def is_version_inferred(self) -> bool:
        """Whether `version` was worked out from the ranges in the manifests: the machine lists another one."""
        listed = self.entry.version
        return self.version != listed and self.version != Version.or_unknown(listed).text

    def may_come_from(self, source: str) -> bool:
        """Whether a source may replace it unasked: the one that it came from, or any where that is not known.

        Args:
            source: The identifier of the source.
        """
        return self.origin is None or fold(self.origin.source) == fold(source)

    @property
    def is_update_available(self) -> bool:
        """Whether something newer is offered for sure, by its version."""
        return self.state is UpdateState.available

    @property
    def offers_latest(self) -> bool:
        """Whether an update would install `latest`, which is newer than any version."""
        return self.is_update_available and Version.parse(self.available_versions[0]).is_latest

    @property
    def facts(self) -> InstalledFacts:
        """What an update has to fit, for the choice of an installer."""
        return InstalledFacts(
            scope=self.entry.scope,
            installer_type=self.entry.installer_type,
            locale=self.entry.locale,
            architecture=self.entry.architecture,
            wanted_locale=self.wishes.locale or None,
            wanted_architecture=self.wishes.architecture.lower() or None,
        )
