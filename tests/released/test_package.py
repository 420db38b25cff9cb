"""What `build.ps1 -Task Package` gives out, and what it does on a machine with PowerShell, Python and nothing else."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
import venv
import zipfile
from collections.abc import Sequence
from pathlib import Path
from xml.etree import ElementTree

import pytest

from kit.package_build import REPOSITORY, build, files, module_of
from kit.powershell import find_powershell

pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]

FIVE_VERBS = """
$ErrorActionPreference = 'Stop'
Import-Module WinGetPy
$base = (Get-Module WinGetPy).ModuleBase
Add-WinGetSource -Name Demo -Argument (Join-Path $base 'engine/wingetpy/demo/source')
"found $((Find-WinGetPackage -Tag demo).Id)"
"installed $(('WinGetPy.Stones', 'WinGetPy.Pebble' | Install-WinGetPackage -Version 1.0.0).Status)"
"updated $((Get-WinGetPackage -UpdateAvailable | Update-WinGetPackage).Version)"
"there $((Get-WinGetPackage).InstalledVersion)"
"gone $((Get-WinGetPackage | Uninstall-WinGetPackage).Changed) $(@(Get-WinGetPackage).Count)"
"""


def cut_off() -> Sequence[str]:
    """What starts a program without any network, where the system lets us."""
    unshare = shutil.which("unshare")
    for prefix in ([unshare, "-n"], [unshare, "-rn"]) if unshare else ():
        if not subprocess.run([*prefix, "true"], capture_output=True).returncode:
            return prefix
    return ()


def in_powershell(
    script: str, environment: dict[str, str], prefix: Sequence[str] = ()
) -> subprocess.CompletedProcess[str]:
    command = [*prefix, str(find_powershell()), "-NoProfile", "-NonInteractive", "-Command", script]
    return subprocess.run(command, env=environment, capture_output=True, encoding="utf-8", timeout=180)


def bare_machine(folder: Path, package: Path) -> dict[str, str]:
    """A machine whose PATH has a Python without pip and nothing else; the module was copied."""
    venv.create(folder / "python", with_pip=False)
    (folder / "home").mkdir()
    with zipfile.ZipFile(next(package.glob("*.zip"))) as packed:
        packed.extractall(folder / "modules")
    programs = folder / "python" / ("Scripts" if sys.platform == "win32" else "bin")
    kept = {name: os.environ[name] for name in ("SYSTEMROOT", "TEMP", "OS") if name in os.environ}
    return {**kept, "PATH": str(programs), "HOME": str(folder / "home"), "PSModulePath": str(folder / "modules")} | {
        "WINGETPY_HOST": "sandbox",
        "WINGETPY_ROOT": str(folder / "machine"),
    }


def test_it_does_the_main_job_without_pip_and_network_and_writes_nothing_into_its_folder(
    package: Path, tmp_path: Path
) -> None:
    environment = bare_machine(tmp_path, package)
    before = files(tmp_path / "modules")
    assert before == {
        f"WinGetPy/{module_of(package).name}/{name}": data for name, data in files(module_of(package)).items()
    }
    assert "pip" not in " ".join(os.listdir(environment["PATH"]))
    done = in_powershell(FIVE_VERBS, environment, cut_off())
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.splitlines() == [
        "found WinGetPy.Pebble WinGetPy.Stones",
        "installed Ok Ok",
        "updated 1.1.0 1.1.0",
        "there 1.1.0 1.1.0",
        "gone True True 0",
    ]
    assert files(tmp_path / "modules") == before
    shutil.rmtree(tmp_path / "modules")
    shutil.rmtree(tmp_path / "machine")
    assert not [path for path in (tmp_path / "home").rglob("*") if "wingetpy" in path.name.lower()]


def test_two_builds_are_equal_byte_for_byte_and_name_no_folder_of_the_builder(
    builder: Path, no_index: dict[str, str], package: Path, tmp_path: Path
) -> None:
    time.sleep(2.1)  # longer than the resolution of times in a zip
    done = build(builder, {**no_index, "TZ": "Asia/Tokyo", "PYTHONHASHSEED": "7"}, tmp_path / "deeper" / "out")
    assert done.returncode == 0, done.stdout + done.stderr
    first, second = files(package), files(tmp_path / "deeper" / "out")
    assert sorted(first) == sorted(second)
    assert [name for name in first if first[name] != second[name]] == []
    places = [str(place).encode() for place in (REPOSITORY, package, builder.parent)]
    assert [name for name, data in first.items() if any(place in data for place in places)] == []


def test_another_interpreter_is_refused_with_what_to_do(package: Path, tmp_path: Path) -> None:
    environment = bare_machine(tmp_path, package)
    tags = next((tmp_path / "modules").rglob("TAGS"))
    lines = tags.read_text("utf-8").splitlines()
    assert len(lines) > 10
    here = lines[0]
    # Made for another C library, and all parts fit this one: it serves.
    tags.write_text("\n".join(["cp311-linux_x86_64 glibc 0.1", *lines[1:]]), "utf-8")
    ask = "Import-Module WinGetPy; Get-WinGetVersion"
    assert in_powershell(ask, environment).stdout.startswith("v")
    other = [line.split()[0] + " cp399-cp399-linux_z80" if line.startswith("msgspec ") else line for line in lines[1:]]
    tags.write_text("\n".join(["cp399-linux_z80", *other]), "utf-8")
    said = " ".join(in_powershell(ask, environment).stderr.replace("|", " ").split())
    assert "the engine in the module was packaged for cp399-linux_z80, this Python is " + here in said
    assert "msgspec fits cp399-cp399-linux_z80 only. Use CPython 3.99 for linux_z80, or install the engine" in said
    assert "WINGETPY_PYTHON" in said
    if sys.platform != "win32":
        resource = next((tmp_path / "modules").rglob("resource.sh"))
        shell = {**environment, "PATH": environment["PATH"] + ":/usr/bin:/bin"}
        refused = subprocess.run(["sh", resource, "package", "get"], env=shell, capture_output=True, encoding="utf-8")
        assert refused.returncode == 1
        assert "was packaged for cp399-linux_z80" in json.loads(refused.stderr)["error"]


def test_the_bill_of_materials_names_everything_that_is_in_the_package(package: Path) -> None:
    module = module_of(package)
    bill = json.loads((module / "WinGetPy.cdx.json").read_text("utf-8"))
    assert (bill["bomFormat"], bill["specVersion"]) == ("CycloneDX", "1.6")
    assert bill["metadata"]["component"]["version"] == module.name
    lines = (module / "engine" / "TAGS").read_text("utf-8").splitlines()[1:]
    assert sorted(one["name"] for one in bill["components"]) == [line.split()[0] for line in lines]
    for one in bill["components"]:
        assert len(one["hashes"][0]["content"]) == 64
        assert one["licenses"], one["name"]
        assert one["purl"] == f"pkg:pypi/{one['name']}@{one['version']}"
    needs = {one["ref"]: one.get("dependsOn", []) for one in bill["dependencies"]}
    refs = {one["name"]: one["bom-ref"] for one in bill["components"]}
    assert refs["httpcore"] in needs[refs["httpx"]]
    assert needs[bill["metadata"]["component"]["bom-ref"]] == [refs["wingetpy"]]


def test_the_bill_of_materials_is_valid_by_its_schema(package: Path, builder: Path) -> None:
    check = (
        "import sys; from cyclonedx.schema import SchemaVersion as S; from cyclonedx.validation.json import"
        " JsonStrictValidator as V; wrong = V(S.V1_6).validate_str(open(sys.argv[1]).read());"
        " sys.exit(str(wrong) if wrong else 0)"
    )
    bill = module_of(package) / "WinGetPy.cdx.json"
    done = subprocess.run([builder, "-c", check, bill], capture_output=True, encoding="utf-8")
    assert (done.returncode, done.stderr) == (0, "")
    wrong = bill.read_text("utf-8").replace('"type": "library"', '"type": "lybrary"')
    (package / "wrong.json").write_text(wrong, "utf-8")
    done = subprocess.run([builder, "-c", check, package / "wrong.json"], capture_output=True, encoding="utf-8")
    (package / "wrong.json").unlink()
    assert done.returncode == 1
    assert "lybrary" in done.stderr


def test_the_nupkg_is_one_that_the_gallery_lists_with_its_commands(package: Path) -> None:
    module = module_of(package)
    with zipfile.ZipFile(package / f"WinGetPy.{module.name}.nupkg") as packed:
        assert packed.testzip() is None
        names = packed.namelist()
        assert {"[Content_Types].xml", "_rels/.rels", "WinGetPy.nuspec", "WinGetPy.psd1"} < set(names)
        assert set(files(module)) < set(names)
        types = ElementTree.fromstring(packed.read("[Content_Types].xml"))
        known = {one.get("Extension") for one in types} | {str(one.get("PartName")) for one in types}
        assert [name for name in names if name.rpartition("/")[2].rpartition(".")[2].lower() not in known
                and f"/{name}" not in known and name != "[Content_Types].xml"] == []  # fmt: skip
        about = ElementTree.fromstring(packed.read("WinGetPy.nuspec"))[0]
    fields = {one.tag.rpartition("}")[2]: one.text or "" for one in about}
    assert (fields["id"], fields["version"]) == ("WinGetPy", module.name)
    assert {"PSModule", "PSCommand_Find-WinGetPackage", "PSDscResource_WinGetPackage"} < set(fields["tags"].split())
    assert len(fields["tags"]) <= 4000  # the Gallery takes no more


@pytest.mark.skipif(sys.platform == "win32", reason="signs there")
def test_where_nothing_can_be_signed_a_certificate_is_refused_before_anything_is_built(
    builder: Path, no_index: dict[str, str], tmp_path: Path
) -> None:
    done = build(builder, no_index, tmp_path / "out", "-Certificate", "0" * 40)
    assert done.returncode != 0
    assert "signs files on Windows only" in " ".join(done.stderr.split())
    assert not (tmp_path / "out").exists()


def test_an_archive_that_is_no_python_is_refused(builder: Path, no_index: dict[str, str], tmp_path: Path) -> None:
    archive = tmp_path / "python.zip"
    with zipfile.ZipFile(archive, "w") as packed:
        packed.writestr("python.txt", "no program")
    done = build(builder, no_index, tmp_path / "out", "-EmbeddedPython", str(archive))
    assert done.returncode == 1
    assert "holds no Python for Windows" in " ".join((done.stdout + done.stderr).split())
    assert not list((tmp_path / "out").glob("*.zip"))
