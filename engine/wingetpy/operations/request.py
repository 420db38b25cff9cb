"""What an operation is asked to do. The commands' parameters are these, with what belongs to the wire added.

Every member is optional here; an operation checks what it needs, so that the error can name the remedy.
"""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec

from wingetpy.errors import BadRequest
from wingetpy.model.proxy import NetworkParameters
from wingetpy.model.scope import Scope
from wingetpy.model.technology import InstallMode
from wingetpy.sources.request import MatchOption, SearchRequest

DEFAULT_LOCK_WAIT = 120.0
"""Seconds that a change waits for another one."""
LONGEST_TEXT = 1000
"""Characters of what is looked for; no field of a package is longer."""
Text = Annotated[str, msgspec.Meta(max_length=LONGEST_TEXT)]
LongText = Annotated[str, msgspec.Meta(max_length=32_767)]
"""A path or arguments: as long as Windows takes them."""
WhenRunning = Literal["Skip", "Wait", "Stop"]
MeteredConnection = Literal["Skip", "Allow"]
ScopeWish = Literal["Any", "User", "Machine", "System", "UserOrUnknown", "SystemOrUnknown"]


class Criteria(NetworkParameters, frozen=True, rename="pascal", kw_only=True):
    """Which packages are meant. All that is given must hold."""

    query: Text | None = None
    id: Text | None = None
    name: Text | None = None
    moniker: Text | None = None
    tag: Text | None = None
    command: Text | None = None
    source: Text | None = None
    match_option: MatchOption | None = None
    product_code: Text | None = None

    @property
    def empty(self) -> bool:
        """Whether nothing at all was asked for: a source alone is no criterion, nor are blanks."""
        given = (self.query, self.id, self.name, self.moniker, self.tag, self.command, self.product_code)
        return not any(one and one.strip() for one in given)

    @property
    def named(self) -> str | None:
        """What was asked for, for a message."""
        return self.query or self.id or self.name or self.moniker or self.product_code or self.tag or self.command

    def search(self, default: MatchOption, count: int | None = None) -> SearchRequest:
        """Return the criteria as a source is asked; `default` where the caller names no match option.

        Raises:
            BadRequest: A text is too long (over the wire it is refused when it is decoded).
        """
        texts = (self.query, self.id, self.name, self.moniker, self.tag, self.command, self.product_code)
        if long := next((text for text in texts if text and len(text) > LONGEST_TEXT), None):
            raise BadRequest(
                f"A text to look for has {len(long):,} characters; no package has one of more than {LONGEST_TEXT:,}.",
                remedy="Give an id, a name or a part of it.",
            )
        return SearchRequest(
            query=self.query,
            id=self.id,
            name=self.name,
            moniker=self.moniker,
            tag=self.tag,
            command=self.command,
            source=self.source,
            match_option=self.match_option or default,
            count=count,
        )


class PackageRequest(Criteria, frozen=True, rename="pascal", kw_only=True):
    """Criteria, and what the installer should be like. `manifest` is a file or folder on the engine's disk."""

    version: Text | None = None
    scope: ScopeWish | None = None
    architecture: Text | None = None
    installer_type: Text | None = None
    locale: Text | None = None
    manifest: LongText | None = None


class InstallRequest(PackageRequest, frozen=True, rename="pascal", kw_only=True):
    """An install, and what an update has in common with it.

    Attributes:
        disable_interactivity: Nobody is asked for administrator rights: what needs them is refused.
        ignore_malware_scan: An administrator has to allow it. It leaves no check out: none is a scan for malware.
    """

    location: LongText | None = None
    rename: LongText | None = None
    mode: InstallMode = "Default"
    override: LongText | None = None
    custom: LongText | None = None
    log: LongText | None = None
    disable_interactivity: bool = False
    force: bool = False
    allow_hash_mismatch: bool = False
    ignore_malware_scan: bool = False
    skip_dependencies: bool = False
    dependencies_only: bool = False
    no_upgrade: bool = False
    uninstall_previous: bool = False


class UpdateRequest(InstallRequest, frozen=True, rename="pascal", kw_only=True):
    """An update of one installed package, or of all.

    Attributes:
        include_pinned: Also packages with a pinning pin, and versions that are skipped.
        among_many: The package is one of many and was not named: pinning pins hold, and so does a back-off.
        include, exclude: With `all`: only packages, or no package, with one of these ids or names; `*` and `?` are
            wildcards.
    """

    all: bool = False
    include_unknown: bool = False
    include_pinned: bool = False
    among_many: bool = False
    include: tuple[Text, ...] = ()
    exclude: tuple[Text, ...] = ()


class UndoRequest(Criteria, frozen=True, rename="pascal", kw_only=True):
    """An operation to be taken back.

    Attributes:
        number: Its number in the history; without it the last update of the package that the criteria mean is meant,
            and without criteria the last update of all.
        source: Where the version before is taken from; else it is the source that the operation used.
        force: Whatever version is installed now, and although a pin prevents it.
    """

    number: Annotated[int, msgspec.Meta(ge=1)] | None = None
    scope: ScopeWish | None = None
    mode: InstallMode = "Default"
    log: LongText | None = None
    disable_interactivity: bool = False
    force: bool = False
    skip_dependencies: bool = False


class PinRequest(Criteria, frozen=True, rename="pascal", kw_only=True):
    """A pin to be added.

    Attributes:
        version: A range such as `1.2.*`: a gating pin.
        blocking: A blocking pin.
        skip_version: The one version to leave out, besides any other pin.
        installed: On what is installed, by its product code or family name, whatever source knows it.
        force: In place of another pin of the package.
    """

    version: Text | None = None
    blocking: bool = False
    skip_version: Text | None = None
    installed: bool = False
    force: bool = False


class DownloadRequest(PackageRequest, frozen=True, rename="pascal", kw_only=True):
    """A download of a package for later. `download_directory` is on the engine's disk."""

    download_directory: LongText | None = None
    allow_hash_mismatch: bool = False
    skip_dependencies: bool = False


class UninstallRequest(Criteria, frozen=True, rename="pascal", kw_only=True):
    """A removal of one installed package, or of all its installed versions."""

    version: Text | None = None
    all_versions: bool = False
    scope: ScopeWish | None = None
    manifest: LongText | None = None
    mode: InstallMode = "Default"
    log: LongText | None = None
    disable_interactivity: bool = False
    force: bool = False
    purge: bool = False
    preserve: bool = False


class RepairRequest(PackageRequest, frozen=True, rename="pascal", kw_only=True):
    """A repair of one installed package. `version` is the installed one, where several are there."""

    mode: InstallMode = "Default"
    log: LongText | None = None
    disable_interactivity: bool = False
    force: bool = False
    allow_hash_mismatch: bool = False
    ignore_malware_scan: bool = False


def scope_of(wish: ScopeWish | None) -> Scope | None:
    """Return the scope that is wished; None where any scope will do."""
    if wish is None or wish == "Any":
        return None
    return Scope.user if wish.startswith("User") else Scope.machine
