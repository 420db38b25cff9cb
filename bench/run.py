"""Runs every benchmark one after the other and writes what they print to bench/RESULTS.md.

    python bench/run.py [NAME ...] [--catalogue DIR]

Each benchmark prints lines of `what | ours | peer | ratio | limit`; it is a script that can be run alone. All
run with this interpreter, in this environment, with .pyc files present.
"""

from __future__ import annotations

import argparse
import compileall
import os
import platform
import shutil
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
ENGINE = HERE.parent / "engine"
BENCHMARKS = (
    "start",
    "roundtrip",
    "search",
    "suggest",
    "index",
    "validate",
    "memory",
    "preindexed",
    "list",
    "list_live",
    "plan",
    "desired",
    "archive",
    "msix",
    "growth",
    "installer",
    "download",
    "rest",
    "module",
    "update",
    "whatif",
    "import",
)
"""A Python script each, or a PowerShell script that needs `pwsh`."""
HEADER = """\
# Measured

Written by `python bench/run.py`: every figure beside its peer from the same run, in the same environment. Ratios count;
seconds depend on the machine.

{machine}

"""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", choices=[*BENCHMARKS, []], help="which benchmarks; all by default")
    parser.add_argument("--catalogue", help="the unpacked community catalogue")
    options = parser.parse_args()
    compileall.compile_dir(str(ENGINE), quiet=1)
    environment = dict(os.environ, PYTHONPATH=str(ENGINE), WINGETPY_PYTHON=sys.executable)
    environment["WINGETPY_CATALOGUE"] = options.catalogue or _catalogue()
    sections, failed = [], 0
    for name in options.names or BENCHMARKS:
        print(f"== {name}", flush=True)
        command = _command(name)
        if isinstance(command, str):
            print(command, flush=True)
            sections.append(f"## {name}\n\n{command}\n")
            continue
        done = subprocess.run(command, env=environment, stdout=subprocess.PIPE, text=True, check=False)
        print(done.stdout, flush=True)
        failed += done.returncode != 0
        sections.append(f"## {name}\n\n```\n{done.stdout.rstrip()}\n```\n")
    if not options.names:
        (HERE / "RESULTS.md").write_text(HEADER.format(machine=_machine()) + "\n".join(sections), "utf-8")
    return 1 if failed else 0


def _command(name: str) -> list[str] | str:
    """The command of a benchmark, or why there is none."""
    if (HERE / f"{name}.py").exists():
        return [sys.executable, str(HERE / f"{name}.py")]
    pwsh = shutil.which("pwsh")
    if not (HERE / f"{name}.ps1").exists():
        return f"Not run: there is no `bench/{name}.ps1` yet."
    return [pwsh, "-NoProfile", "-File", str(HERE / f"{name}.ps1")] if pwsh else "Not run: `pwsh` is not on PATH."


def _catalogue() -> str:
    """The folder of manifests, unpacked if need be."""
    told = subprocess.run(
        [sys.executable, "-c", "import catalogue; print(catalogue.manifests())"],
        cwd=HERE,
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    return told.stdout.split()[-1]


def _machine() -> str:
    described = Path("/proc/cpuinfo")
    lines = described.read_text().splitlines() if described.exists() else []
    models = [line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")]
    model = models[0] if models else platform.processor()
    return f"{os.cpu_count()} processors ({model}), {platform.system()}, Python {platform.python_version()}."


if __name__ == "__main__":
    sys.exit(main())
