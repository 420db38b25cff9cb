"""Windows features that a package needs: which ones are still to be enabled, and enabling them before its install."""

from __future__ import annotations

from typing import NamedTuple

import msgspec

from wingetpy.errors import ErrorCode, HostError, OperationError
from wingetpy.errors.remedies import FEATURES_WITH_FORCE
from wingetpy.hosts.features import FeatureState
from wingetpy.hosts.host import Host
from wingetpy.installers.technology import PlanStep
from wingetpy.journal.stop_signal import StopSignal
from wingetpy.manifests.model import Installer
from wingetpy.model.call import Call
from wingetpy.model.text import fold
from wingetpy.operations.plan import NeededFeatures, PlannedOperation


def needed_features(
    host: Host, package: str, installer: Installer, *, force: bool, may_ask: bool, call: Call
) -> NeededFeatures:
    """Return the features of an installer that are not enabled. One whose state this host does not know is reported.

    Raises:
        OperationError: DependenciesFailed, naming all that this Windows does not have, unless with force.
    """
    missing: list[str] = []
    unknown: list[str] = []
    for name in {fold(one): one for one in installer.dependencies.windows_features}.values():
        try:
            state = host.features.state(name)
        except HostError as error:
            text = f"{package} depends on the Windows feature {name}; enable it yourself. {error.text}"
            call.message("Warning", text, error.code.hex)
            continue
        if state is None:
            unknown.append(name)
        elif state is FeatureState.disabled:
            missing.append(name)
    if unknown:
        text = f"{package} depends on Windows features that this Windows does not have: {', '.join(unknown)}."
        if not force:
            raise OperationError(
                text,
                code=ErrorCode.DependenciesFailed,
                category="ResourceUnavailable",
                target=unknown[0],
                remedy=FEATURES_WITH_FORCE,
            )
        call.message("Warning", f"{text} It is installed all the same because of force.")
    return NeededFeatures(names=tuple(missing), force=force, may_ask=may_ask)


def with_features(planned: PlannedOperation, features: NeededFeatures) -> PlannedOperation:
    """Return a plan whose first steps enable Windows features."""
    if not features.names:
        return planned
    steps = tuple(PlanStep("Feature", name, f"Enable the Windows feature {name}") for name in features.names)
    plan = msgspec.structs.replace(planned.plan, steps=(*steps, *planned.plan.steps))
    return msgspec.structs.replace(planned, plan=plan, features=features)


class EnabledFeatures(NamedTuple):
    """Whether any feature was enabled, and whether a restart completes one of them."""

    any: bool
    restart: bool


def enable_features(host: Host, features: NeededFeatures, call: Call, stop: StopSignal) -> EnabledFeatures:
    """Enable features.

    Raises:
        HostError: one cannot be enabled, unless with force.
        Cancelled, OperationError: as `stop` raises.
    """
    enabled = restart = False
    for name in features.names:
        stop()
        call.message("Information", f"The Windows feature {name} is being enabled.")
        try:
            state = host.features.enable(name, interactive=features.may_ask, timeout_seconds=stop.seconds_left())
        except HostError as error:
            stop()
            if not features.force:
                raise
            text = f"{error.text} The package is installed all the same because of force."
            call.message("Warning", text, error.code.hex)
            continue
        enabled = True
        restart = restart or state is FeatureState.pending
    return EnabledFeatures(enabled, restart)
