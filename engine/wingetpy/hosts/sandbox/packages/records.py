"""What the store knows: packages, who has them, what every new user gets. Each record is a value with a key."""

from __future__ import annotations

from typing import ClassVar

import msgspec

from wingetpy.hosts.packages import MsixPackage, SignatureKind, Status, StubPackageOption
from wingetpy.msix.identity import PackageIdentity, is_version


class StoreRecord(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One row. `key` is what is unique in its kind; names in it are in lower case."""

    kind: ClassVar[str] = ""

    @property
    def key(self) -> str:
        raise NotImplementedError


class Need(msgspec.Struct, frozen=True, omit_defaults=True):
    """A framework that a package depends on.

    Attributes:
        family_name: The framework's.
        minimum: Its lowest version.
        newest_major: The highest major version that the package was tested with; 0: any.
        is_optional: The package also runs without it.
    """

    family_name: str
    minimum: str
    newest_major: int = 0
    is_optional: bool = False


class StoredPackage(StoreRecord, frozen=True, kw_only=True, omit_defaults=True):
    """A package whose content is on the machine.

    Attributes:
        needs: The frameworks it depends on.
        hosts: Packages whose program runs this one.
        mains: Of an optional package, the families it belongs to.
        related: Of a bundle's main package, the families that must be updated with it.
        applications: The ids of its applications.
        volume: Name of the volume it lies on.
        location: Machine path of its folder; of a loose folder, a native path where it is outside the machine.
        is_in_place: The folder belongs to the user: registered where it lies and never deleted.
        digest: What `ExpectedDigests` compares.
        source: The URI that it came from; empty of a loose folder.
        part: Of a package out of a bundle, its name there.
        bundle: Likewise, the full name of the bundle.
        stamp: Of its files as they were unpacked; see `content`.
        flags: What an administrator has set.
        listed: A package that was declared, and has no content.
    """

    kind: ClassVar[str] = "package"

    identity: PackageIdentity
    display_name: str = ""
    publisher_display_name: str = ""
    is_framework: bool = False
    is_bundle: bool = False
    is_resource: bool = False
    is_stub: bool = False
    is_development: bool = False
    allows_external: bool = False
    needs: tuple[Need, ...] = ()
    hosts: tuple[Need, ...] = ()
    mains: tuple[str, ...] = ()
    related: tuple[str, ...] = ()
    applications: tuple[str, ...] = ()
    signature_kind: SignatureKind = SignatureKind.none
    volume: str = ""
    location: str = ""
    is_in_place: bool = False
    digest: str = ""
    source: str = ""
    part: str = ""
    bundle: str = ""
    stamp: str = ""
    flags: Status = Status.ok
    listed: MsixPackage | None = None

    @property
    def key(self) -> str:
        return self.full_name.lower()

    @property
    def full_name(self) -> str:
        return self.listed.full_name if self.listed else self.identity.full_name

    @property
    def family_name(self) -> str:
        return self.listed.family_name if self.listed else self.identity.family_name

    @property
    def family(self) -> str:
        """The family's name as a key."""
        return self.family_name.lower()

    @property
    def is_optional(self) -> bool:
        return bool(self.mains)

    @property
    def is_main(self) -> bool:
        """One of which a user has one version."""
        return not (self.is_framework or self.is_bundle or self.is_resource)

    def fault(self) -> str:
        """Return what no record has unless somebody edited it, as a clause; empty for a good one."""
        needs = (*self.needs, *self.hosts)
        if not all(is_version(one) for one in (self.identity.version, *(need.minimum for need in needs))):
            return "a version has not four numbers"
        return "its place is none" if "\0" in self.location else ""


class Registration(StoreRecord, frozen=True, kw_only=True, omit_defaults=True):
    """A user's package.

    Attributes:
        as_dependency: Registered for another package alone, and gone with the last such.
        data_volume: Name of the volume of its data; empty for the user's profile.
        external: Where content outside the package lies.
    """

    kind: ClassVar[str] = "registration"

    user: str
    full_name: str
    family_name: str
    as_dependency: bool = False
    data_volume: str = ""
    external: str = ""

    @property
    def key(self) -> str:
        return key_of(self.user, self.full_name)


class Pending(StoreRecord, frozen=True, kw_only=True):
    """A newer version that a user gets when the older one is no longer in use."""

    kind: ClassVar[str] = "pending"

    user: str
    family_name: str
    full_name: str

    @property
    def key(self) -> str:
        return key_of(self.user, self.family_name)


class Provisioned(StoreRecord, frozen=True, kw_only=True, omit_defaults=True):
    """A family that every new user gets, with its optional packages."""

    kind: ClassVar[str] = "provisioned"

    family_name: str
    full_name: str
    optional: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        return self.family_name.lower()


class Declined(StoreRecord, frozen=True, kw_only=True):
    """A provisioned family that a user has removed: it does not come back by itself."""

    kind: ClassVar[str] = "declined"

    user: str
    family_name: str

    @property
    def key(self) -> str:
        return key_of(self.user, self.family_name)


class Preserved(StoreRecord, frozen=True, kw_only=True, omit_defaults=True):
    """A family whose data a user has kept, although the package is gone: all, or only what roams."""

    kind: ClassVar[str] = "preserved"

    user: str
    family_name: str
    roamable_only: bool = False

    @property
    def key(self) -> str:
        return key_of(self.user, self.family_name)


class User(StoreRecord, frozen=True, kw_only=True):
    """Somebody who has used packages. `name` is also that of the profile's folder."""

    kind: ClassVar[str] = "user"

    security_id: str
    name: str

    @property
    def key(self) -> str:
        return self.security_id.lower()


class StubPreference(StoreRecord, frozen=True, kw_only=True):
    """Whether a family is installed as a stub."""

    kind: ClassVar[str] = "stub"

    family_name: str
    option: StubPackageOption

    @property
    def key(self) -> str:
        return self.family_name.lower()


def key_of(user: str, name: str) -> str:
    """Return the key of what a user has of a package or family."""
    return f"{user}|{name}".lower()
