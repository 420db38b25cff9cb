"""`package/install`: one package by criteria, by a manifest, or by a plan that was shown."""

from __future__ import annotations

from wingetpy.commands.command import Command
from wingetpy.commands.deciding import decide_install
from wingetpy.commands.engine import Engine
from wingetpy.commands.objects import InstallResult
from wingetpy.commands.parameters import InstallParameters, Totals
from wingetpy.commands.running import install_as_decided, totals
from wingetpy.errors import BadRequest
from wingetpy.model.call import Call
from wingetpy.operations.plan import PlannedOperation


def install(engine: Engine, parameters: InstallParameters, call: Call) -> Totals:
    """Raises what is wrong before a package is known; what fails afterwards is in its result."""
    results = [install_as_decided(engine, lambda: _plan(engine, parameters, call), parameters, call)]
    call.items(results)
    return totals(results, call)


def _plan(engine: Engine, parameters: InstallParameters, call: Call) -> PlannedOperation:
    if parameters.plan_id is not None:
        return engine.plans.take(parameters.plan_id, "Install", "Update")
    if parameters.empty and parameters.manifest is None:
        raise BadRequest("An install needs a package.", remedy="Give Id, Name, Moniker, Query or Manifest.")
    return decide_install(engine, parameters, call)


INSTALL = Command(InstallParameters, Totals, install, items=InstallResult)
