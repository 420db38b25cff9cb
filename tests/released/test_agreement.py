"""What has to agree before anything is released: versions, the lock, the wheel's files."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from kit.package_build import REPOSITORY
from wingetpy import PROTOCOL_VERSION, __version__


def agree(tag: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "release", "agree", tag]
    return subprocess.run(command, cwd=REPOSITORY, capture_output=True, encoding="utf-8")


def test_module_engine_and_tag_have_one_version() -> None:
    assert agree(f"v{__version__}").returncode == 0
    other = agree("v99.0.0")
    assert other.returncode == 1
    for place in ("pyproject.toml", "engine/wingetpy/__init__.py", "psmodule/WinGetPy.psd1"):
        assert f"{place} has {__version__}" in other.stderr


def test_module_and_engine_of_one_commit_speak_one_protocol() -> None:
    loader = (REPOSITORY / "psmodule" / "WinGetPy.psm1").read_text("utf-8")
    assert re.findall(r"\$script:ProtocolVersion = (\d+)", loader) == [str(PROTOCOL_VERSION)]


def test_the_lock_has_every_dependency_in_a_version_that_is_allowed() -> None:
    project = tomllib.loads((REPOSITORY / "pyproject.toml").read_text("utf-8"))["project"]
    lines = (REPOSITORY / "release" / "lock.txt").read_text("utf-8").splitlines()
    locked = {canonicalize_name(one.name): one for one in (Requirement(line) for line in lines if line[:1] != "#")}
    for wanted in map(Requirement, project["dependencies"]):
        one = locked[canonicalize_name(wanted.name)]
        (pin,) = one.specifier
        assert pin.operator == "=="
        assert wanted.specifier.contains(pin.version), wanted
        assert str(one.marker) == str(wanted.marker), wanted


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_the_wheel_holds_every_file_of_the_engine(no_index: dict[str, str], tmp_path: Path) -> None:
    command = [
        sys.executable,
        "-m",
        "pip",
        "wheel",
        "--quiet",
        "--no-deps",
        "--wheel-dir",
        str(tmp_path),
        str(REPOSITORY),
    ]
    subprocess.run(command, env=no_index, check=True)
    (wheel,) = tmp_path.glob("wingetpy-*.whl")
    with zipfile.ZipFile(wheel) as packed:
        held = {name for name in packed.namelist() if ".dist-info/" not in name}
    engine = REPOSITORY / "engine"
    there = {
        path.relative_to(engine).as_posix()
        for path in (engine / "wingetpy").rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert held == there
    assert {name.rpartition(".")[2] for name in held} > {"py", "typed", "tsv", "yaml"}
