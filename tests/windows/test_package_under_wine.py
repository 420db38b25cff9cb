"""The module that brings its own Python, built here and run as a Windows program in a folder of its own."""

from __future__ import annotations

import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

from kit.package_build import REPOSITORY, build
from kit.wine_prefix import Prefix

WHEELS = REPOSITORY.parent / "shared" / "wheels"
ARCHIVES = sorted((REPOSITORY.parent / "shared" / "windows").glob("*.tar.xz"))

pytestmark = [pytest.mark.slow, pytest.mark.timeout(900)]


@pytest.mark.skipif(sys.platform == "win32", reason="is about Wine")
@pytest.mark.skipif(
    not ARCHIVES or not WHEELS.is_dir(), reason="there is no Python for Windows, or no folder of wheels"
)
def test_it_does_the_main_job_with_its_own_python(wine_prefix: Prefix, tmp_path: Path) -> None:
    venv.create(tmp_path / "builder", with_pip=True)
    builder = tmp_path / "builder" / "bin" / "python"
    environment = {"PATH": "/usr/local/bin:/usr/bin:/bin", "HOME": str(tmp_path)}
    environment |= {"PIP_FIND_LINKS": str(WHEELS), "PIP_NO_INDEX": "1", "PIP_DISABLE_PIP_VERSION_CHECK": "1"}
    needed = ["cyclonedx-python-lib", "packaging", "msgspec"]
    subprocess.run([builder, "-m", "pip", "install", "--quiet", *needed], env=environment, check=True)
    done = build(builder, environment, tmp_path / "out", "-EmbeddedPython", str(ARCHIVES[0]))
    assert done.returncode == 0, done.stdout + done.stderr
    with zipfile.ZipFile(next((tmp_path / "out").glob("*-with-python.zip"))) as packed:
        packed.extractall(wine_prefix.drive_c / "Tools")
    (program,) = (wine_prefix.drive_c / "Tools").glob("WinGetPy/*/wingetpy.exe")
    clean = {name: value for name, value in wine_prefix.environment().items() if name != "PYTHONPATH"}
    said = subprocess.run(
        ["wine", rf"C:\Tools\WinGetPy\{program.parent.name}\wingetpy.exe", "demo"],
        env=clean, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=300,
    )  # fmt: skip
    text = said.stdout.decode("utf-8", "replace")
    assert said.returncode == 0, text
    assert "Pebble: Ok (1.0.0 -> 1.1.0)" in text
    assert "Nothing is installed any more." in text
