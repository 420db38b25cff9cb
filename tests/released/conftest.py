"""Packages for the tests of this folder, made once, by an interpreter that has what building needs."""

from __future__ import annotations

import os
import subprocess
import sys
import venv
from pathlib import Path

import pytest

from kit.package_build import REPOSITORY, build

WHEELS = REPOSITORY.parent / "shared" / "wheels"


@pytest.fixture(scope="session")
def no_index() -> dict[str, str]:
    """The environment in which pip asks no index."""
    folder = str(WHEELS) if WHEELS.is_dir() else os.environ.get("PIP_FIND_LINKS")
    if not folder:
        pytest.skip("there is no folder of wheels (PIP_FIND_LINKS), and no package index is asked by a test")
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("WINGETPY", "PYTHONPATH"))}
    return {**clean, "PIP_FIND_LINKS": folder, "PIP_NO_INDEX": "1", "PIP_DISABLE_PIP_VERSION_CHECK": "1"}


@pytest.fixture(scope="session")
def builder(no_index: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An interpreter with what `.[release]` adds."""
    folder = tmp_path_factory.mktemp("builder")
    venv.create(folder, with_pip=True)
    python = folder / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
    needed = ["cyclonedx-python-lib", "packaging", "msgspec", "pip>=23.1", "jsonschema"]
    subprocess.run([python, "-m", "pip", "install", "--quiet", *needed], env=no_index, check=True)
    return python


@pytest.fixture(scope="session")
def package(builder: Path, no_index: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The output of a build for this interpreter."""
    out = tmp_path_factory.mktemp("package")
    done = build(builder, no_index, out)
    assert done.returncode == 0, done.stdout + done.stderr
    return out
