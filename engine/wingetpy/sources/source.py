"""The contract of a source: what a kind of source offers, and what the rest of the engine knows of it.

A `SourceKind` (one line in `kinds.KINDS`) finds a place by its argument and makes a `Source`, which the engine keeps. A
command opens it and asks the `OpenSource`, which lives as long as the command's call.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, Protocol, runtime_checkable

import msgspec

from wingetpy.model.call import Call
from wingetpy.model.credential import BoundCredential
from wingetpy.model.proxy import AuthenticationMode
from wingetpy.sources.details import SourceDetails, SourceUpdate
from wingetpy.sources.keys import KeyKind, PackageKeys
from wingetpy.sources.request import PackageNames, PackageVersion, Ranked, SearchRequest

if TYPE_CHECKING:
    from wingetpy.manifests.merge import Merged
    from wingetpy.manifests.model import Manifest


class SourceAccess(msgspec.Struct, frozen=True, kw_only=True):
    """What one source is given with a command so that it lets the engine in. A kind takes of it what it needs.

    Attributes:
        header: Of the caller, for this command: up to 1024 characters, `Windows-Package-Manager` of a REST source.
        accept_agreements: The caller accepts the source's agreements; see `agreements.check_agreements`.
        accepted: The key of the agreements that were accepted for this source before; empty for none.
        remember: Keeps the key of the agreements that the caller accepts.
        authentication_mode: Whether the source may ask a person to sign in.
        authentication_account: The account to sign in with.
        credential: What is kept for this source, and the server that it is for: `headers_for(url)` for each request.
        market: The machine's market, for sources that ask for it: `US`.
        pinning: Whether the certificate of a source with pinned ones is checked against them; policy and administrator
            decide.
    """

    header: str | None = None
    accept_agreements: bool = False
    accepted: str = ""
    remember: Callable[[str], None] = lambda _key: None
    authentication_mode: AuthenticationMode | None = None
    authentication_account: str | None = None
    credential: BoundCredential | None = None
    market: str = "US"
    pinning: bool = True


class SourceHome(NamedTuple):
    """What a source has on this machine.

    Attributes:
        folder: Native folder for all that it keeps; it is removed with the source. It need not exist.
        processes: How many processes may read manifests; None for what suits the machine.
        fresh_minutes: How old what it keeps may be before it is refreshed; 0 for any age.
        trust: Native folders with certificates that are trusted besides the machine's; they need not exist.
    """

    folder: Path
    processes: int | None
    fresh_minutes: Callable[[], int]
    trust: tuple[Path, ...] = ()


class SourceLocation(NamedTuple):
    """A place that can be a source.

    Attributes:
        argument: As it is kept.
        identifier: The same for every spelling of the argument.
        data: What the kind keeps besides (`SourceDetails.data`): the family name of a package; None for the identifier.
    """

    argument: str
    identifier: str
    data: str | None = None


class SourceKind(Protocol):
    """A type of source. Light to import: what it needs at work is imported by `make` and `locate`."""

    @property
    def type(self) -> str:
        """The name of the type, `WinGetPy.Folder`."""

    @property
    def is_live(self) -> bool:
        """Whether each question goes to a server, so that a list of what is installed does not wait for it."""

    @property
    def arguments(self) -> str:
        """What its arguments are, for messages: `a folder, a share or an archive of manifests`."""

    def recognises(self, argument: str) -> bool:
        """Return whether an argument that comes without a type is of this one. Asks nobody."""

    def recognises_installed(self, argument: str) -> bool:
        """Return whether the source of an argument takes part in recognising what is installed. Asks nobody."""

    def spelled(self, argument: str) -> str:
        """Return the one spelling that stands for all those of a place. Asks nobody."""

    def locate(self, argument: str, call: Call, access: SourceAccess) -> SourceLocation:
        """Check an argument and identify the source there, which may send requests.

        Raises:
            SourceError: SourceOpenFailed, SourceNotSecure, or a more precise code.
            ConsentMissing: the source's agreements have not been accepted (`agreements.check_agreements`).
        """

    def make(self, details: SourceDetails, home: SourceHome) -> Source:
        """Return the source that is configured. Neither disk nor network is touched before it is opened."""

    def last_update(self, folder: Path) -> float | None:
        """Return when what a source keeps in its folder was last compared with the source, in Unix seconds."""


class Source(Protocol):
    """One configured source, kept for the life of an engine. Several threads may use it."""

    details: SourceDetails
    """Replaced when the configured list changes."""

    def open(self, call: Call, access: SourceAccess) -> OpenSource:
        """Make the source ready to answer one command: see that it is there and fresh enough.

        What takes longer than a search may wait is a warning, and goes on while the older state answers.

        Args:
            call: Receives progress and warnings. Its proxy and its wish to stop hold for every request that the source
                sends for this command.

        Raises:
            SourceError: it cannot be reached or read.
            ConsentMissing: its agreements have not been accepted; the text holds them.
        """

    def update(self, call: Call, access: SourceAccess) -> SourceUpdate:
        """Compare what is kept with the source now and wait for it, with progress.

        Raises:
            SourceError: the source cannot be read.
            Cancelled: the caller stopped waiting; what was kept before stays.
        """

    def close(self) -> None:
        """Close the files that it holds open. It can be opened again."""


class OpenSource(Protocol):
    """A source that answers. Every failure to answer is a SourceError, which does not stop other sources."""

    @property
    def details(self) -> SourceDetails:
        """What is configured; also how far it is trusted."""

    @property
    def root(self) -> Path | None:
        """The native folder below which `file:` URLs of its manifests may lie; None for a source without one."""

    @property
    def content(self) -> Hashable | None:
        """What it answers from: while it is equal, search, versions and keys answer the same. None if that cannot be
        said."""

    def search(self, request: SearchRequest) -> Ranked:
        """Return everything that matches, best first; at most one more than `count`, or with `truncated` set."""

    def find_single(self, request: SearchRequest) -> Ranked:
        """Return what an operation on one package may mean, best first.

        The query is a whole id, name or moniker, a product code or a family name; `*` and `?` are no wildcards.
        """

    def versions(self, identifier: str) -> tuple[PackageVersion, ...]:
        """Return the versions of a package, newest first; none if the package is not here."""

    def manifest(self, identifier: str, version: str | None = None) -> Manifest:
        """Return the manifest of a version, read now.

        Args:
            identifier: The package's id, in any case.
            version: Any spelling of one of its versions; None for the newest.

        Raises:
            NotFound: no such package or version.
            SourceError: it cannot be read, or is not the one that the source's index names (by id and version, or by
                hash).
            ManifestError: it is no valid manifest.
        """

    def by_keys(self, kind: KeyKind, values: Iterable[str]) -> dict[str, list[str]]:
        """Return the ids of the packages that have each of the keys; keys of no package are left out."""

    def keys(self, identifier: str) -> PackageKeys:
        """Return all keys of a package; none if the package is not here."""


@runtime_checkable
class GivesFields(Protocol):
    """What an open source may offer besides: a manifest's fields as they are written, for who makes another of them."""

    def merged(self, identifier: str, version: str | None = None) -> Merged:
        """Return the fields of a version's manifest, read now. Arguments and errors are those of `manifest`."""


@runtime_checkable
class NamesPackages(Protocol):
    """What an open source may offer besides, if it can without asking anybody: suggestions where nothing is found."""

    def names(self) -> Iterator[PackageNames]:
        """Yield folded id, folded name and folded moniker of every package, a portion at a time.

        Raises:
            SourceError: while they are read.
        """


@runtime_checkable
class HasFiles(Protocol):
    """What an open source may offer besides, if its manifests are files that installers may lie beside."""

    def folders(self, identifier: str, version: str) -> tuple[Path, ...]:
        """Return the native folders that hold the files of a version's manifest. Errors are those of `manifest`."""
