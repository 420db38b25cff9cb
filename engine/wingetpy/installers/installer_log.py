"""Where an installer that runs writes its log."""

from __future__ import annotations

import os
import time
import uuid
from pathlib import Path, PureWindowsPath

from wingetpy.errors.system import as_host_error
from wingetpy.hosts.host import Host
from wingetpy.hosts.names import suitable_path_part
from wingetpy.settings.model import LogNaming

_FOLDER = "InstallerLogs"
_MOST_LOGS = 50
"""How many logs are kept: the newest ones."""


def default_log(host: Host, package: str, version: str, naming: LogNaming = "manifest") -> str:
    """Return the path of a new log in the engine's own folder.

    Args:
        naming: The setting `logging.fileNameStrategy`.
    """
    return str(_folder(host) / suitable_path_part(f"{_stem(host, package, version, naming)}.log"))


def _stem(host: Host, package: str, version: str, naming: LogNaming) -> str:
    now = time.strftime("%Y-%m-%d-%H-%M-%S", time.gmtime(host.clock.now()))
    match naming:
        case "manifest":
            return f"{package}.{version}-{now}"
        case "timestamp":
            return now
        case "guid":
            return str(uuid.uuid4())
        case "shortguid":
            return str(uuid.uuid4())[:8]


def prepare_log(host: Host, log: str) -> None:
    """Make the folder of a default log, and remove the oldest logs in it.

    Nothing is done for a log that the caller named: its folder is the caller's.
    """
    if PureWindowsPath(log).parent != _folder(host):
        return
    folder = host.files.local(_folder(host))
    with as_host_error("make", str(folder)):
        folder.mkdir(parents=True, exist_ok=True)
        logs = sorted(folder.glob("*.log"), key=_age)
        for old in logs[: max(0, len(logs) - _MOST_LOGS + 1)]:
            old.unlink(missing_ok=True)


def _folder(host: Host) -> PureWindowsPath:
    return host.staging_folder().parent / _FOLDER


def _age(path: Path) -> float:
    try:
        return os.stat(path).st_mtime
    except FileNotFoundError:
        return 0.0
