"""`engine/info`: which engine this is, on which machine, and where it keeps what."""

from __future__ import annotations

import os
import sys

import msgspec

from wingetpy import __version__
from wingetpy.commands.command import Command
from wingetpy.commands.engine import Engine
from wingetpy.commands.parameters import Nothing
from wingetpy.hosts.facts import MachineFacts
from wingetpy.model.call import Call

PROTOCOL_VERSION = 1


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


def engine_info(engine: Engine, parameters: Nothing, call: Call) -> EngineInfo:
    return engine.info


def gather(engine: Engine) -> EngineInfo:
    """Asked of the machine once: none of it changes while an engine lives."""
    return EngineInfo(
        engine_version=__version__,
        protocol_version=PROTOCOL_VERSION,
        host=engine.host.name,
        root=str(getattr(engine.host, "root", "")),
        state_folder=str(engine.host.state_folder()),
        log_path=str(engine.log.path),
        user_settings_file=str(engine.settings().path),
        python=f"{'.'.join(map(str, sys.version_info[:3]))} {sys.executable}",
        process_id=os.getpid(),
        facts=engine.host.facts(),
    )


INFO = Command(Nothing, EngineInfo, engine_info)
