"""A document of what is installed: each package that a source knows, and why any other is not in it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import Literal

import msgspec
from msgspec.structs import replace

from wingetpy import __version__
from wingetpy.correlation.correlated import Correlated
from wingetpy.desired.lists.document import (
    LOCK_VERSION,
    SCHEMA_2,
    ListedPackage,
    ListedPin,
    ListedSource,
    ListedSourceDetails,
    PackageListDocument,
    ScopeWord,
)
from wingetpy.desired.lists.lock import Locks
from wingetpy.errors import EngineError
from wingetpy.errors.secrets import without_secrets
from wingetpy.model.call import Call
from wingetpy.model.pin import PinType
from wingetpy.model.scope import Scope
from wingetpy.model.text import fold
from wingetpy.model.version import Version
from wingetpy.operations.context import Context
from wingetpy.operations.installed import Inventory, take_inventory
from wingetpy.operations.pin_guard import pins_of_installed
from wingetpy.selection.pinning import strictest

LeftOut = Literal["", "NotInSources", "OlderVersion", "NotLocked"]


class ListWishes(msgspec.Struct, frozen=True, kw_only=True):
    """What is to be listed: of one source or of all; with the installed versions; with all that makes a lock file."""

    source: str | None = None
    versions: bool = False
    lock: bool = False


class ListedRow(msgspec.Struct, frozen=True, kw_only=True):
    """What became of one installed package. `warning` is a sentence; with `left_out` it says why."""

    installed: Correlated
    package: ListedPackage | None = None
    left_out: LeftOut = ""
    warning: str = ""


def make_list(context: Context, wishes: ListWishes, call: Call) -> tuple[PackageListDocument, list[ListedRow]]:
    """List what is installed and known to the sources.

    Raises:
        NotFound: the named source is not configured.
        SourceError: no source is configured, or the named one fails.
    """
    inventory = take_inventory(context, call, wishes.source, needs_source=True)
    rows = sorted(_rows(context, wishes, inventory), key=_place)
    listed = [row for row in rows if row.package is not None]
    order: dict[str, list[ListedPackage]] = {}
    if wishes.lock:
        locks = Locks(context, inventory, listed_of(listed), call)
        rows = [_locked(locks, row) if row.package is not None else row for row in rows]
        order = locks.order
    else:
        for source, package in listed_of(listed):
            order.setdefault(source, []).append(package)
    document = PackageListDocument(
        schema=SCHEMA_2,
        creation_date=_date(context.host.clock.now()),
        created_by=f"WinGetPy {__version__}",
        lock_version=LOCK_VERSION if wishes.lock else 0,
        sources=tuple(
            ListedSource(packages=tuple(packages), source_details=_details(context, source))
            for source, packages in order.items()
            if packages
        ),
    )
    return document, rows


def listed_of(rows: Sequence[ListedRow]) -> list[tuple[str, ListedPackage]]:
    """Return the source of each package that is listed, and the package."""
    return [(row.installed.package.source, row.package) for row in rows if row.package and row.installed.package]


def _rows(context: Context, wishes: ListWishes, inventory: Inventory) -> Iterator[ListedRow]:
    pins = pins_of_installed(context, inventory.packages)
    newest = _newest(inventory.packages)
    for one in inventory.packages:
        if one.package is None:
            if wishes.source is None:
                text = f"{one.entry.name} is in no source; it cannot be exported."
                yield ListedRow(installed=one, left_out="NotInSources", warning=text)
            continue
        if newest[_key(one)] is not one:
            text = f"{one.id} {one.version} is installed beside a newer version, which is exported."
            yield ListedRow(installed=one, left_out="OlderVersion", warning=text)
            continue
        own = pins.get(one.entry.local_id, ())
        pin = strictest(pin for pin in own if pin.type is not PinType.skip)
        package = ListedPackage(
            package_identifier=one.id,
            scope=_scope_word(one.wishes.scope),
            installed_scope=_scope_word(one.entry.scope.value),
            initial_override_arguments=one.wishes.override,
            initial_custom_switches=one.wishes.custom,
            pin=ListedPin.of(pin) if pin else None,
            skipped_versions=tuple(sorted({pin.version for pin in own if pin.type is PinType.skip})),
        )
        yield (
            _with_version(one, package) if wishes.versions or wishes.lock else ListedRow(installed=one, package=package)
        )


def _with_version(one: Correlated, package: ListedPackage) -> ListedRow:
    """The row with the installed version in the spelling of its source, where that has it."""
    installed = Version.parse(one.version)
    offered = next((text for text in one.available_versions if Version.parse(text) == installed), None)
    if offered is not None:
        return ListedRow(installed=one, package=replace(package, version=offered))
    source = one.package.source if one.package else ""
    if installed.is_unknown or installed.is_approximate:
        return ListedRow(
            installed=one,
            package=package,
            warning=f"The installed version of {one.id} is not known exactly ({one.version}).",
        )
    return ListedRow(
        installed=one,
        package=replace(package, version=one.version),
        warning=f"The source {source} does not have version {one.version} of {one.id}, which is installed.",
    )


def _locked(locks: Locks, row: ListedRow) -> ListedRow:
    """The row with all that a lock file says of it; what cannot be locked is left out."""
    assert row.package is not None
    assert row.installed.package is not None
    if row.warning:
        return replace(row, package=None, left_out="NotLocked", warning=f"{row.warning} It cannot be locked.")
    try:
        return replace(row, package=locks.lock(row.installed, row.package))
    except EngineError as error:
        text = f"{row.package.named} cannot be locked: {error.text}"
        return replace(row, package=None, left_out="NotLocked", warning=text)


def _newest(packages: Sequence[Correlated]) -> dict[tuple[str, str, str], Correlated]:
    newest: dict[tuple[str, str, str], Correlated] = {}
    for one in packages:
        there = newest.get(_key(one))
        if there is None or Version.parse(one.version) > Version.parse(there.version):
            newest[_key(one)] = one
    return newest


def _key(one: Correlated) -> tuple[str, str, str]:
    return (fold(one.package.source) if one.package else "", fold(one.id), one.entry.scope.value)


def _place(row: ListedRow) -> tuple[str, str]:
    one = row.installed
    return (fold(one.package.source) if one.package else "\uffff", fold(one.id))


def _scope_word(text: str) -> ScopeWord | None:
    """The schema's word; None for no scope, and for a wish that lets installers without one through."""
    try:
        return "user" if Scope.parse(text) is Scope.user else "machine"
    except ValueError:
        return None


def _details(context: Context, source: str) -> ListedSourceDetails:
    (one,) = context.sources.list(source)
    return ListedSourceDetails(
        name=one.name, identifier=one.identifier, argument=without_secrets(one.argument), type=one.type
    )


def _date(seconds: float) -> str:
    """Return a time as the reference writes it: UTC, to the millisecond, with its own sign for the offset."""
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%S.%f")[:-3] + "-00:00"
