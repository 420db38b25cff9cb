"""`msix/volumeGet|volumeTest|volumeRepair`: the volumes that packages lie on."""

from __future__ import annotations

import msgspec

from wingetpy.commands.command import Command
from wingetpy.commands.msix_rows import MsixVolumeRow, volume_row
from wingetpy.commands.parameters import Totals
from wingetpy.deployment.volumes import PackageVolumeManager, RepairableVolume
from wingetpy.errors import EngineError, ErrorCode, NotFound
from wingetpy.model.call import Call
from wingetpy.operations.context import Context
from wingetpy.operations.execute import ExecuteOptions, Execution
from wingetpy.operations.request import DEFAULT_LOCK_WAIT, LongText


class MsixVolumeParameters(msgspec.Struct, frozen=True, rename="pascal", kw_only=True):
    """Which volumes: the one of a name (its media id is the same), the one that a path lies on; else all."""

    name: LongText | None = None
    path: LongText | None = None


class MsixVolumeRepairParameters(MsixVolumeParameters, frozen=True, rename="pascal", kw_only=True):
    """Seconds to wait for another change."""

    lock_wait_seconds: float = DEFAULT_LOCK_WAIT


class MsixVolumesChecked(Totals, frozen=True, rename="pascal", kw_only=True):
    """`is_ok`: all of them are in order."""

    is_ok: bool


def get(context: Context, parameters: MsixVolumeParameters, call: Call) -> Totals:
    volumes = _volumes(context, parameters)
    call.items([volume_row(one.facts) for one in volumes])
    return Totals(count=len(volumes))


def test(context: Context, parameters: MsixVolumeParameters, call: Call) -> MsixVolumesChecked:
    """Check each; PackageVolume.VerifyIfOK."""
    rows = [volume_row(one.facts, one.verify_if_ok()) for one in _volumes(context, parameters)]
    call.items(rows)
    return MsixVolumesChecked(count=len(rows), is_ok=all(row.is_ok for row in rows))


def repair(context: Context, parameters: MsixVolumeRepairParameters, call: Call) -> MsixVolumesChecked:
    """Repair those that are not in order, and emit each as it is then."""
    limits = ExecuteOptions(lock_wait_seconds=parameters.lock_wait_seconds)
    rows: list[MsixVolumeRow] = []
    with Execution(context, call, limits).alone():
        for volume in _volumes(context, parameters):
            if not volume.verify_if_ok():
                volume.repair()
                context.log.write("Information", f"package volume {volume.facts.name} repaired")
            rows.append(volume_row(volume.facts, volume.verify_if_ok()))
    call.items(rows)
    return MsixVolumesChecked(count=len(rows), is_ok=all(row.is_ok for row in rows))


def _volumes(context: Context, parameters: MsixVolumeParameters) -> list[RepairableVolume]:
    manager = PackageVolumeManager(context.host.packages)
    if parameters.name:
        found = manager.find_package_volume_by_name(parameters.name)
    elif parameters.path:
        found = manager.find_package_volume_by_path(parameters.path)
    else:
        return manager.find_package_volumes()
    if found is None:
        raise _unknown(parameters.name or parameters.path or "")
    return [found]


def _unknown(named: str) -> EngineError:
    return NotFound(
        f"There is no package volume '{named}'.",
        code=ErrorCode.NotFound,
        target=named,
        remedy="List the volumes to see their names and mount points.",
    )


GET = Command(MsixVolumeParameters, Totals, get, items=MsixVolumeRow)
TEST = Command(MsixVolumeParameters, MsixVolumesChecked, test, items=MsixVolumeRow)
REPAIR = Command(MsixVolumeRepairParameters, MsixVolumesChecked, repair, items=MsixVolumeRow)
