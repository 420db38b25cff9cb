"""`engine/info`: version, machine and paths of this context."""

from __future__ import annotations

import os
import sys

import msgspec

from wingetpy import PROTOCOL_VERSION, __version__
from wingetpy.commands.command import Command
from wingetpy.commands.parameters import NoParameters
from wingetpy.hosts.facts import MachineFacts
from wingetpy.model.call import Call
from wingetpy.operations.context import Context

_PYTHON = f"{'.'.join(map(str, sys.version_info[:3]))} {sys.executable}"


class EngineInfo(msgspec.Struct, frozen=True, rename="pascal", kw_only=True):
    """Paths are native to the engine's disk. `root` is the sandbox's folder, empty on windows."""

    engine_version: str
    protocol_version: int
    host: str
    root: str
    state_folder: str
    log_path: str
    user_settings_file: str
    python: str
    process_id: int
    facts: MachineFacts


def engine_info(context: Context, parameters: NoParameters, call: Call) -> EngineInfo:
    """Return what the context knows already."""
    return EngineInfo(
        engine_version=__version__,
        protocol_version=PROTOCOL_VERSION,
        host=context.host.name,
        root=str(getattr(context.host, "root", "")),
        state_folder=str(context.state_folder),
        log_path=str(context.log.path),
        user_settings_file=str(context.settings_file.path),
        python=_PYTHON,
        process_id=os.getpid(),
        facts=context.facts,
    )


INFO = Command(NoParameters, EngineInfo, engine_info)
