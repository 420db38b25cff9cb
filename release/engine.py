"""The engine's folder in a package: wheels of the lock, settled so that two builds are equal, and their tags."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterable
from importlib.metadata import Distribution, distributions
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from release.target import Refused, Target
from release.wheels import Wheel

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
UNUSED = ("bin", "Scripts", "pythonwin", "adodbapi", "isapi", "PyWin32.chm", "win32/Demos", "win32/test",
          "olefile/olefile2.py")  # fmt: skip
"""Programs of packages; the editor, manual and samples of pywin32; what is for Python 2."""


def locked(target: Target) -> list[Requirement]:
    """The lines of the lock that count for a target."""
    lines = (line.partition("#")[0].strip() for line in (HERE / "lock.txt").read_text("utf-8").splitlines())
    all_of_them = [Requirement(line) for line in lines if line]
    return [one for one in all_of_them if one.marker is None or one.marker.evaluate(dict(target.markers))]


def install(target: Target, folder: Path, work: Path) -> list[Wheel]:
    """Install the engine and the distributions of the lock into `folder`, and settle it.

    Args:
        target: The interpreter that it is for.
        folder: The engine's folder; made by this.
        work: A folder for what is in between.

    Returns:
        What was installed, by name.

    Raises:
        Refused: pip failed, or the lock does not fit what the engine and its dependencies require.
    """
    _pip("wheel", "--no-deps", "--wheel-dir", work, ROOT)
    (own,) = work.glob("wingetpy-*.whl")
    report = work / "report.json"
    abi = f"cp{target.python.replace('.', '')}"
    elsewhere = [
        "--platform",
        target.platform,
        "--python-version",
        target.python,
        "--implementation",
        "cp",
        "--abi",
        abi,
    ]
    wanted = [f"{one.name}{one.specifier}" for one in locked(target)]
    _pip("install", "--no-deps", "--only-binary=:all:", "--no-compile", "--report", report, "--target", folder,
         *([] if target.native else elsewhere), own, *wanted)  # fmt: skip
    found = sorted(distributions(path=[str(folder)]), key=lambda one: canonicalize_name(one.name))
    _compare_with_lock(found, target)
    archives = {
        canonicalize_name(one["metadata"]["name"]): one["download_info"]["archive_info"]
        for one in json.loads(report.read_text("utf-8"))["install"]
    }
    if not all("hashes" in one for one in archives.values()):
        raise Refused(f"The pip of {sys.executable} is older than 23.1: python -m pip install --upgrade pip")
    hashes = {name: one["hashes"]["sha256"] for name, one in archives.items()}
    wheels = [Wheel.of(one, hashes[canonicalize_name(one.name)], target) for one in found]
    _settle(folder, found)
    lines = [target.tag, *(" ".join([wheel.name, *wheel.tags]) for wheel in wheels)]
    (folder / "TAGS").write_text("\n".join(lines) + "\n", "utf-8", newline="\n")
    return wheels


def compile_all(program: Path, folder: Path) -> bool:
    """Compile for unchecked use (where it goes nobody may be allowed to write).

    Returns:
        Whether the target's Python runs here, so that it was done.

    Raises:
        Refused: A file does not compile.
    """
    environment = dict(os.environ, PYTHONHASHSEED="0")
    words: list[str | Path] = ["-q", "--invalidation-mode", "unchecked-hash", "-s", folder, folder]
    try:
        code = subprocess.run([program, "-m", "compileall", *words], env=environment, check=False).returncode
    except OSError:  # a program of another system
        return False
    if code:
        raise Refused("The engine does not compile: see above.")
    return True


def _pip(*words: str | Path) -> None:
    # Where wheels lie at hand, no index is asked: a machine without one would wait for it again and again.
    index = ["--no-index"] if os.environ.get("PIP_FIND_LINKS") else []
    command = [sys.executable, "-m", "pip", words[0], "--quiet", "--disable-pip-version-check", *index, *words[1:]]
    if subprocess.run(command, check=False).returncode:
        raise Refused(f"pip {words[0]} failed: see what it printed above.")


def _compare_with_lock(found: Iterable[Distribution], target: Target) -> None:
    """Refuse a lock that lacks what is required, has another version, or names what nothing requires."""
    versions = {canonicalize_name(one.name): one.version for one in found}
    required: set[str] = {"wingetpy"}
    for one in found:
        for line in one.requires or ():
            requirement = Requirement(line)
            if requirement.marker and not requirement.marker.evaluate({**target.markers, "extra": ""}):
                continue
            name = canonicalize_name(requirement.name)
            required.add(name)
            if name not in versions or not requirement.specifier.contains(versions[name], prereleases=True):
                raise Refused(f"release/lock.txt has to be renewed: {one.name} requires {line}.")
    if superfluous := versions.keys() - required:
        raise Refused(f"release/lock.txt names what nothing requires: {', '.join(sorted(superfluous))}.")


def _settle(folder: Path, found: Iterable[Distribution]) -> None:
    """Remove what nobody uses and what says where it was built, also from the lists of files."""
    for name in UNUSED:
        path = folder / name
        shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)
    for about in folder.glob("*.dist-info"):
        (about / "direct_url.json").unlink(missing_ok=True)
        record = about / "RECORD"
        kept = [
            line
            for line in record.read_text("utf-8").splitlines()
            if (folder / line.split(",")[0].strip('"')).is_file()
        ]
        record.write_text("\n".join(sorted(kept)) + "\n", "utf-8", newline="\n")
