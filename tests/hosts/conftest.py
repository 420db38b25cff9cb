"""One suite for every host: what `wingetpy.hosts` promises, asked of the sandbox everywhere and of Windows on
Windows.

What a host cannot be asked is skipped with a reason, and the reasons are printed at the end.
"""

from __future__ import annotations

import sys
import uuid
from collections import Counter
from collections.abc import Iterator
from pathlib import Path, PureWindowsPath

import pytest

from kit.host_machine import Machine
from wingetpy.hosts import open_host
from wingetpy.hosts.files import KnownFolder
from wingetpy.hosts.host import Host
from wingetpy.hosts.registry import Hive
from wingetpy.model.scope import Scope

HOSTS: list[object] = ["sandbox"]
if sys.platform == "win32":
    HOSTS = ["windows", pytest.param("sandbox", marks=pytest.mark.slow)]


@pytest.fixture(params=HOSTS)
def machine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Machine]:
    name = request.param
    root = tmp_path / "root" if name == "sandbox" else None
    host = open_host(name, root)
    folder = host.files.known_folder(KnownFolder.temp) / f"wingetpy-tests-{uuid.uuid4()}"
    host.files.make_directory(folder)
    staging = tmp_path / "staging"
    staging.mkdir()
    made = Machine(host, folder, rf"Software\WinGetPy.Tests\{uuid.uuid4()}", staging, root)
    paths = {scope: made.stored_path(scope) for scope in Scope}
    yield made
    for scope, value in paths.items():
        if made.stored_path(scope) != value:
            made.store_path(scope, value)
    for hive in Hive:
        host.registry.delete_key(hive, r"Software\WinGetPy.Tests")
    host.registry.delete_key(Hive.machine, r"Software\WinGetPy.Tests", 32)
    _remove_tree(host, folder)


def _remove_tree(host: Host, folder: PureWindowsPath) -> None:
    for entry in host.files.list(folder):
        if entry.kind == "directory":
            _remove_tree(host, entry.path)
        else:
            host.files.remove_file(entry.path)
    host.files.remove_directory(folder)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say what each host was not asked, and why."""
    reasons: Counter[tuple[str, str]] = Counter()
    for report in terminalreporter.stats.get("skipped", []):
        if "hosts/test_" in report.nodeid.replace("\\", "/"):
            host = "windows" if "[windows" in report.nodeid else "sandbox" if "[sandbox" in report.nodeid else "any"
            reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
            reasons[host, reason.removeprefix("Skipped: ")] += 1
    terminalreporter.section("not asked of a host")
    if "windows" not in HOSTS:
        terminalreporter.line("windows: nothing was asked of it; it needs a Windows Python (tests/windows, under Wine)")
    for (host, reason), count in sorted(reasons.items()):
        terminalreporter.line(f"{host}: {count} x {reason}")
