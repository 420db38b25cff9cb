"""The workflows: read as GitHub reads them, and every step that can run on a machine like this one is run."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import venv
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from kit.package_build import REPOSITORY
from kit.powershell import find_powershell
from wingetpy import __version__

WORKFLOWS = sorted((REPOSITORY / ".github" / "workflows").glob("*.yml"))
WINDOWS_PYTHON = REPOSITORY.parent / "shared" / "windows"

RUN_HERE = {
    "test.yml": {"linux": ["README, the main job", "Needs of packaging", "Two packages are equal"]},
    "release.yml": {
        "engine": ["The tag is the version", "Wheel and source"],
        "module": ["Needs of packaging", "Certificate", "Package", "Manifest for the catalogue"],
    },
}
"""The others need the PowerShell Gallery, python.org, Windows or a secret, or are the whole suite."""


def steps(path: Path) -> Iterator[tuple[str, Mapping[str, Any], Mapping[str, Any]]]:
    """Each step with its job's name and its job."""
    for name, job in yaml.safe_load(path.read_text("utf-8"))["jobs"].items():
        for step in job["steps"]:
            yield name, job, step


def shell_of(job: Mapping[str, Any], step: Mapping[str, Any]) -> str:
    default = job.get("defaults", {}).get("run", {}).get("shell", "bash")
    return str(step.get("shell", default))


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_a_workflow_takes_actions_by_version_and_few_rights_and_no_expression_in_a_script(path: Path) -> None:
    workflow = yaml.safe_load(path.read_text("utf-8"))
    assert workflow["permissions"] == {"contents": "read"}
    found = list(steps(path))
    for _, _, step in found:
        assert ("uses" in step) != ("run" in step)
        if "uses" in step:
            assert re.fullmatch(r"[\w-]+/[\w-]+@v\d+\.\d+\.\d+", step["uses"]), step["uses"]
        else:
            assert "${{" not in step["run"], f"{step['name']}: hand it over in env"
            assert step["name"]
    assert len(found) > 8


def test_readmes_commands_are_what_linux_runs() -> None:
    readme = (REPOSITORY / "README.md").read_text("utf-8")
    commands = re.findall(r"^    (python3 -m venv .*)$", readme, re.MULTILINE)
    assert len(commands) == 2
    path = next(path for path in WORKFLOWS if path.name == "test.yml")
    run = [step["run"].strip() for job, _, step in steps(path) if job == "linux" and "run" in step]
    assert [one for one in run if one in commands] == commands


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_every_script_parses_in_its_shell(path: Path, tmp_path: Path) -> None:
    powershell = find_powershell()
    scripts = []
    for number, (_, job, step) in enumerate(steps(path)):
        if "run" not in step:
            continue
        if shell_of(job, step) == "bash":
            subprocess.run(["bash", "-n", "-c", step["run"]], check=True)
            continue
        scripts.append(tmp_path / f"{number}.ps1")
        scripts[-1].write_text(step["run"], "utf-8")
    if powershell is None:
        pytest.skip("PowerShell 7 (pwsh) is not installed: its scripts were not parsed")
    check = "foreach ($f in Get-ChildItem '{}') {{ $e = $null; $null = [Management.Automation.Language.Parser]::ParseFile($f.FullName, [ref]$null, [ref]$e); if ($e) {{ throw \"$f $e\" }} else {{ 'good' }} }}"  # fmt: skip  # noqa: E501
    done = subprocess.run(
        [powershell, "-NoProfile", "-Command", check.format(tmp_path)], capture_output=True, encoding="utf-8"
    )
    assert done.stdout.split() == ["good"] * len(scripts), done.stderr


def test_the_files_that_the_scripts_name_are_there() -> None:
    text = "\n".join(str(step.get("run", "")) for path in WORKFLOWS for _, _, step in steps(path))
    named = set(re.findall(r"(?:\./)?((?:tests|release)/[\w/.-]+|build\.ps1)", text))
    assert {"build.ps1", "tests/windows/First-Run.ps1", "tests/windows/test_real_winrt.py"} <= named
    assert [name for name in sorted(named) if not (REPOSITORY / name).exists()] == []


@pytest.mark.slow
@pytest.mark.timeout(1200)
@pytest.mark.skipif(os.name == "nt", reason="runs the steps as on Linux")
@pytest.mark.parametrize(
    ("name", "job"), [(name, job) for name, jobs in RUN_HERE.items() for job in jobs], ids=lambda word: str(word)
)
def test_the_steps_that_can_run_here_do(name: str, job: str, no_index: dict[str, str], tmp_path: Path) -> None:
    powershell, git = find_powershell(), shutil.which("git")
    if powershell is None or git is None:
        pytest.skip("PowerShell 7 (pwsh) or git is not installed")
    archives = sorted(WINDOWS_PYTHON.glob("*.tar.xz"))
    if job == "module" and not archives:
        pytest.skip("there is no Python for Windows to embed")
    checkout = tmp_path / "checkout"
    listed = subprocess.run(
        [git, "ls-files", "-co", "--exclude-standard"], cwd=REPOSITORY, capture_output=True, check=True
    )
    for file in listed.stdout.decode().splitlines():
        (checkout / file).parent.mkdir(parents=True, exist_ok=True)
        if (REPOSITORY / file).is_file():
            shutil.copy2(REPOSITORY / file, checkout / file)
    venv.create(tmp_path / "python", with_pip=True)
    environment = {
        **no_index,
        "PATH": f"{tmp_path / 'python' / 'bin'}{os.pathsep}{no_index['PATH']}",
        "HOME": str(tmp_path),
        "GITHUB_REF_NAME": f"v{__version__}",
        "GITHUB_ENV": str(tmp_path / "env"),
        "EMBEDDED": str(archives[0]) if archives else "",
        "DOWNLOADS": "https://example.com/download",
        "CERTIFICATE": "",
    }
    path = next(path for path in WORKFLOWS if path.name == name)
    mine = {step["name"]: (owner, step) for of, owner, step in steps(path) if of == job and "run" in step}
    for wanted in RUN_HERE[name][job]:
        owner, step = mine[wanted]
        if shell_of(owner, step) == "bash":
            command = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]]
        else:
            stop = "$ErrorActionPreference = 'stop'\n"
            command = [powershell, "-NoProfile", "-Command", f"{stop}{step['run']}"]
        done = subprocess.run(
            command, cwd=checkout, env=environment, capture_output=True, encoding="utf-8", timeout=600
        )
        assert done.returncode == 0, f"{wanted}: {done.stdout[-3000:]}{done.stderr[-3000:]}"
    if job == "module":
        bill = json.loads(next(checkout.glob("out/WinGetPy/*/WinGetPy.cdx.json")).read_text("utf-8"))
        parts = {one["name"]: one for one in bill["components"]}
        assert {"python", "distlib", "wingetpy", "pythonnet", "pywin32", "clr-loader"} < set(parts)
        assert [name for name, one in parts.items() if not one.get("licenses")] == []
        written = sorted(path.name for path in (checkout / "out" / "manifests").rglob("*.yaml"))
        assert written == [
            "WinGetPy.WinGetPy.installer.yaml", "WinGetPy.WinGetPy.locale.en-US.yaml", "WinGetPy.WinGetPy.yaml",
        ]  # fmt: skip
