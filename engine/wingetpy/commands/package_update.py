"""`package/update`: one installed package, or all that have an update."""

from __future__ import annotations

from wingetpy.commands.command import Command
from wingetpy.commands.deciding import decide_update, decide_update_of_manifest
from wingetpy.commands.engine import Engine
from wingetpy.commands.installed import Inventory, matching, take_inventory
from wingetpy.commands.objects import InstallResult
from wingetpy.commands.parameters import Totals, UpdateParameters
from wingetpy.commands.running import failed_install, install_as_decided, install_one, is_stale, totals
from wingetpy.commands.wording import NO_PACKAGE_TO_UPDATE
from wingetpy.correlation.correlated import Correlated
from wingetpy.errors import Ambiguous, BadRequest, Cancelled, EngineError, NotFound
from wingetpy.model.call import Call
from wingetpy.operations.plan import PlannedOperation
from wingetpy.selection.availability import is_update_shown
from wingetpy.sources.request import MatchOption


def update(engine: Engine, parameters: UpdateParameters, call: Call) -> Totals:
    """Raises what is wrong before a package is known; what fails then is in its result, and the next follows."""
    if parameters.all:
        results = _update_all(engine, parameters, call)
        return totals(results, call)
    results = [install_as_decided(engine, lambda: plan_one(engine, parameters, call), parameters, call)]
    call.items(results)
    return totals(results, call)


def plan_one(engine: Engine, parameters: UpdateParameters, call: Call) -> PlannedOperation:
    """The plan of the one installed package that is meant."""
    if parameters.plan_id is not None:
        return engine.plans.take(parameters.plan_id, "Update")
    if parameters.manifest is not None:
        return decide_update_of_manifest(engine, parameters, call)
    if parameters.empty:
        raise BadRequest("An update needs a package.", remedy="Give Id, Name, Moniker or Query, or All.")
    inventory = take_inventory(engine, call, parameters.source, needs_source=True)
    return decide_update(engine, parameters, meant(inventory, parameters), inventory, call)


def meant(inventory: Inventory, parameters: UpdateParameters) -> Correlated:
    """The one installed package that fits.

    Raises:
        NotFound: with the sentence of the specification.
        Ambiguous: several fit; each is named.
    """
    found = matching(inventory, parameters, parameters.scope, single=True, default=MatchOption.equals_case_insensitive)
    if not found:
        raise NotFound(
            NO_PACKAGE_TO_UPDATE,
            target=parameters.query or parameters.id or parameters.name,
            remedy="Name it as the list of what is installed does.",
        )
    if len(found) > 1:
        raise several_installed(found, parameters.query or parameters.id or parameters.name)
    return found[0]


def several_installed(found: list[Correlated], asked: str | None) -> Ambiguous:
    named = ", ".join(f"{one.entry.name} [{one.id}] {one.version} ({one.entry.local_id})" for one in found[:10])
    return Ambiguous(
        f"Several installed packages match: {named}{' and more' if len(found) > 10 else ''}.",
        target=asked,
        remedy="Name one by its id, its product code, its version or its scope.",
    )


def _update_all(engine: Engine, parameters: UpdateParameters, call: Call) -> list[InstallResult]:
    inventory = take_inventory(engine, call, parameters.source, needs_source=True)
    wanted = [
        one
        for one in matching(inventory, parameters, parameters.scope, single=False, default=MatchOption.contains)
        if is_update_shown(one.state, include_unknown=parameters.include_unknown)
    ]
    results: list[InstallResult] = []
    for one in wanted:
        if call.cancelled:
            break
        result = _update_one(engine, parameters, one, inventory, call)
        if result is not None:
            results.append(result)
            call.items([result])
    return results


def _update_one(
    engine: Engine, parameters: UpdateParameters, one: Correlated, inventory: Inventory, call: Call
) -> InstallResult | None:
    """One of all; None for what is updated by name only, which is told."""
    try:
        planned = decide_update(engine, parameters, one, inventory, call)
    except Cancelled:
        raise
    except EngineError as error:
        source = one.package.source if one.package else ""
        return failed_install(one.id, one.entry.name, source, one.version, error)
    if planned.by_name_only:
        call.message(
            "Information",
            f"{one.entry.name} [{one.id}]: {planned.plan.to_version} is left out; its manifest wants to be asked for by"
            " name.",
        )
        return None
    result = install_one(engine, planned, parameters, call)
    if not is_stale(result, parameters):
        return result
    return _update_anew(engine, parameters, one, call)


def _update_anew(engine: Engine, parameters: UpdateParameters, one: Correlated, call: Call) -> InstallResult | None:
    """After another engine has changed the package: update it if there still is something newer."""
    inventory = take_inventory(engine, call, parameters.source)
    there = next((now for now in inventory.packages if now.entry.local_id == one.entry.local_id), None)
    if there is None or not is_update_shown(there.state, include_unknown=parameters.include_unknown):
        call.message(
            "Information", f"{one.entry.name} [{one.id}] was changed by another engine; nothing is left to do."
        )
        return None
    return install_one(engine, decide_update(engine, parameters, there, inventory, call), parameters, call)


UPDATE = Command(UpdateParameters, Totals, update, items=InstallResult)
