"""An installed program together with what the sources know of it."""

from __future__ import annotations

import msgspec

from wingetpy.inventory.entry import InstalledEntry
from wingetpy.selection.availability import UpdateState
from wingetpy.selection.wishes import InstalledFacts
from wingetpy.sources.request import PackageReference
from wingetpy.state.tracking import InstallWishes


class Correlated(msgspec.Struct, frozen=True, kw_only=True):
    """One installed program.

    Attributes:
        entry: How the machine lists it.
        package: The package it is, in the source that it came from or that counts most; None if no source knows it.
        version: The installed version in terms of the package's versions; may be a bound such as `< 2.0`.
        available_versions: Of `package`, newest first.
        state: Whether something newer is offered.
        others: The same program in further sources.
        wishes: What the user gave when this engine installed it.
        duplicates: Further entries of the very same installation, which are not listed on their own.
    """

    entry: InstalledEntry
    package: PackageReference | None = None
    version: str
    available_versions: tuple[str, ...] = ()
    state: UpdateState = UpdateState.none
    others: tuple[PackageReference, ...] = ()
    duplicates: tuple[InstalledEntry, ...] = ()
    wishes: InstallWishes = InstallWishes()

    @property
    def id(self) -> str:
        """The package's id; where no source knows it, the id in a portable's own record, else the entry's local id."""
        if self.package is not None:
            return self.package.identifier
        return self.entry.portable.package_id if self.entry.portable else self.entry.local_id

    @property
    def is_update_available(self) -> bool:
        """Whether something newer is offered for sure."""
        return self.state in (UpdateState.available, UpdateState.latest)

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
