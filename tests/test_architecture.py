"""The house stands as docs/architecture.md says: imports go one way, and a start is lean."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parent.parent

#: What costs start time and no first answer needs.
HEAVY = (
    "asyncio",
    "httpx",
    "ssl",
    "yaml",
    "cryptography",
    "regex",
    "logging",
    "multiprocessing",
    "urllib.request",
    "argparse",
)


def test_imports_go_one_way() -> None:
    importlinter = pytest.importorskip("importlinter.cli")
    assert importlinter.lint_imports(config_filename=str(REPOSITORY / "pyproject.toml"), no_cache=True) == 0


@pytest.mark.parametrize("module", ["wingetpy.__main__", "wingetpy.protocol.session", "wingetpy.commands.registry"])
def test_a_start_imports_nothing_heavy(module: str) -> None:
    program = f"import sys, {module}; print(*(m for m in {HEAVY!r} if m in sys.modules))"
    told = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert told.stdout.split() == []


def test_what_is_windows_only_stays_behind_the_host() -> None:
    windows_only = ("winreg", "msvcrt", "_winapi", "clr")
    elsewhere = [
        f"{path.relative_to(REPOSITORY)}: {line.strip()}"
        for path in (REPOSITORY / "engine").rglob("*.py")
        if "hosts" not in path.parts
        for line in path.read_text("utf-8").splitlines()
        if line.split("#")[0].split()[:2]
        in ([word, name] for word in ("import", "from") for name in ("winreg", "_winapi", "clr"))
    ]
    assert elsewhere == [], f"{windows_only} belong to hosts/windows"
