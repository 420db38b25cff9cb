"""`package/get`: what is installed, and what has an update."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import takewhile

from msgspec.structs import replace

from wingetpy.commands.command import Command
from wingetpy.commands.objects import InstalledPackage
from wingetpy.commands.parameters import Found, GetParameters
from wingetpy.correlation.correlated import Correlated
from wingetpy.errors import BadRequest, ErrorReport, HostError, SourceError
from wingetpy.model.call import Call, QuietCall
from wingetpy.model.text import fold
from wingetpy.operations.certain import is_certain, local_inventory, open_local
from wingetpy.operations.context import Context
from wingetpy.operations.installed import Inventory, matching, take_inventory
from wingetpy.operations.judgement import Update
from wingetpy.operations.known_updates import known_updates
from wingetpy.operations.named import chosen_by_name
from wingetpy.operations.pin_guard import pins_of_installed
from wingetpy.operations.request import UpdateRequest
from wingetpy.operations.updates import report_not_updated
from wingetpy.selection.availability import UpdateState, is_update_shown
from wingetpy.selection.pinning import strictest
from wingetpy.sources.open_all import LocalSources
from wingetpy.sources.request import MatchOption

LIST_PATIENCE = 5.0
"""Seconds that a list of what is installed waits for servers that have not answered when all else is known."""


def get(context: Context, parameters: GetParameters, call: Call) -> Found:
    """Emit everything that matches, sorted by name; what no server's answer can change comes before the rest. Without
    any source there are no updates (NoSourcesDefined)."""
    updates = parameters.update_available
    listing = _Listing(context, parameters, call)
    local = open_local(context, call) if parameters.source is None else None
    first = listing.add_certain(local) if local is not None else None
    inventory = take_inventory(
        context,
        call,
        parameters.source,
        needs_source=updates,
        patience=None if updates or parameters.source is not None else LIST_PATIENCE,
        local=local,
        entries=first.entries if first is not None else None,
    )
    listing.add(inventory, chosen_by_name(listing.matching(inventory), parameters.include, parameters.exclude, call))
    return Found(count=listing.count, truncated=listing.truncated)


class _Listing:
    """Emits rows, each package once and no more than the count."""

    def __init__(self, context: Context, parameters: GetParameters, call: Call) -> None:
        self._context = context
        self._parameters = parameters
        self._call = call
        self._seen: set[str] = set()
        """Local ids of what was emitted or left out for good."""
        self.count = 0
        self.truncated = False

    def matching(self, inventory: Inventory) -> list[Correlated]:
        """Return what is asked for."""
        single = self._parameters.single
        default = MatchOption.equals_case_insensitive if single else MatchOption.contains
        return matching(inventory, self._parameters, self._parameters.scope, single=single, default=default)

    def add_certain(self, local: LocalSources) -> Inventory:
        """Emit what cannot change any more; of a limited number only what is before all that may."""
        inventory = local_inventory(self._context, local, self._call)
        certain: Iterable[Correlated] = filter(lambda one: is_certain(one, local), inventory.packages)
        if self._parameters.count is not None:
            certain = takewhile(lambda one: is_certain(one, local), inventory.packages)
        quiet = QuietCall(self._call)
        try:
            found = self.matching(replace(inventory, packages=list(certain)))
            found = chosen_by_name(found, self._parameters.include, self._parameters.exclude, quiet)
        except BadRequest:  # of a text that fits nothing here; it is looked for in all there is
            return inventory
        self.add(inventory, found)
        return inventory

    def add(self, inventory: Inventory, found: Sequence[Correlated]) -> None:
        """Emit the rows of packages of an inventory that were not emitted before."""
        left = [one for one in found if one.entry.local_id not in self._seen]
        self._seen.update(one.entry.local_id for one in left)
        make = _updates if self._parameters.update_available else _rows
        rows = make(self._context, self._parameters, inventory, left, self._call)
        most = self._parameters.count
        shown = rows if most is None else rows[: most - self.count]
        self._call.items(shown)
        self.count += len(shown)
        self.truncated = self.truncated or len(shown) < len(rows)


def _rows(
    context: Context, parameters: GetParameters, inventory: Inventory, found: Sequence[Correlated], call: Call
) -> list[InstalledPackage]:
    """Return everything, with what an update of all would do."""
    names = _names_of_origins(context, found)
    known = _judgements(context, inventory, found, call)
    pins = _pins(context, found)
    return [
        installed_package(one, known.get(local_id), pins.get(local_id, ""), names)
        for one in found
        for local_id in (one.entry.local_id,)
    ]


def _names_of_origins(context: Context, found: Sequence[Correlated]) -> Mapping[str, str]:
    """Return the names of the configured sources by identifier, where a row needs one that did not answer."""
    if all(one.package or one.origin is None for one in found):
        return {}
    try:
        return context.sources.names()
    except SourceError:  # a damaged list, of which a warning was given when the sources were opened
        return {}


def installed_package(
    one: Correlated, update: Update | None = None, pin: str = "", names: Mapping[str, str] | None = None
) -> InstalledPackage:
    """Return an installed package as callers get it.

    Args:
        update: What was found of its update; None where nothing was looked for.
        pin: The strictest pin on it, in words.
        names: Of sources by their folded identifier: what was installed from one that does not answer is still its.
    """
    entry = one.entry
    source = one.package.source if one.package else ""
    if not source and one.origin is not None and names:
        source = names.get(fold(one.origin.source), "")
    state = update.state if update is not None else one.state
    error = update.error if update is not None else None
    return InstalledPackage(
        id=one.id,
        name=entry.name,
        installed_version=one.version,
        is_version_inferred=one.is_version_inferred,
        display_version=entry.version,
        available_versions=one.available_versions,
        is_update_available=is_update_shown(state),
        update_state=state.value,
        update_reason=error.text if error is not None else _reason(one, state),
        update_version=update.version if update is not None else "",
        update_error=ErrorReport.of(error) if error is not None and state is not UpdateState.unknown else None,
        pin=pin,
        source=source,
        scope=entry.scope.value,
        architecture=entry.architecture or "",
        installer_type=entry.installer_type,
        publisher=entry.publisher,
        language=entry.locale or "",
        product_code=entry.product_code or "",
        upgrade_code=entry.upgrade_code or "",
        package_family_name=entry.family_name or "",
        install_location=entry.install_location or "",
        install_date=entry.install_date or "",
        size=entry.size,
        uninstall_string=entry.uninstall_string or "",
        quiet_uninstall_string=entry.quiet_uninstall_string or "",
        modify_path=entry.modify_path or "",
        local_id=entry.local_id,
    )


def _reason(one: Correlated, state: UpdateState) -> str:
    """Return what there is to say of a state that is no error."""
    if state is UpdateState.newer and one.available_versions:
        return f"The installed version {one.version} is newer than {one.available_versions[0]}, the newest one offered."
    if state is UpdateState.superseded:
        return f"The newer version {one.newer_beside} is installed beside it; that one is updated."
    return ""


def _pins(context: Context, found: Sequence[Correlated]) -> dict[str, str]:
    """Return the strictest pin of each package that has one, by local id: `Blocking`, `Gating 1.2.*`."""
    try:
        pinned = pins_of_installed(context, found)
    except (HostError, SourceError):  # the judgement, or the opening of the sources, has reported it
        return {}
    strict = ((local_id, strictest(pins)) for local_id, pins in pinned.items())
    return {local_id: f"{pin.type.value} {pin.version}".rstrip() for local_id, pin in strict if pin}


def _judgements(
    context: Context, inventory: Inventory, found: Sequence[Correlated], call: Call
) -> Mapping[str, Update]:
    """Return what an update of all would find; without the pins, which cannot be read, only what the versions say."""
    try:
        return known_updates(context, inventory, found, call, patience=LIST_PATIENCE)
    except HostError as error:
        call.message("Warning", error.text, error.code.hex)
        return {}


def _updates(
    context: Context, parameters: GetParameters, inventory: Inventory, found: Sequence[Correlated], call: Call
) -> list[InstalledPackage]:
    """Return what can be updated; with `include_blocked` also what has a newer version and is not updated unasked."""
    wishes = UpdateRequest(
        scope=parameters.scope,
        architecture=parameters.architecture,
        installer_type=parameters.installer_type,
        locale=parameters.locale,
        include_pinned=parameters.include_pinned,
        force=parameters.force,
        among_many=True,
    )
    rows: list[InstalledPackage] = []
    pins = _pins(context, found)
    known = known_updates(context, inventory, found, call, wishes)
    for update in (known[one.entry.local_id] for one in found if one.entry.local_id in known):
        for message in update.messages:
            call.message(*message)
        shown = is_update_shown(update.state, include_unknown=parameters.include_unknown)
        if not shown and parameters.include_blocked:
            shown = update.state is not UpdateState.inapplicable
            if not shown:
                report_not_updated(update, call)
        if shown:
            rows.append(installed_package(update.installed, update, pins.get(update.installed.entry.local_id, "")))
    return rows


GET = Command(GetParameters, Found, get, items=InstalledPackage)
