"""Real installers for the tests under Wine and on Windows, made of `installer_sources` by Debian's tools.

They are made once and kept in the cache folder. A Windows has no such tools: WINGETPY_TEST_INSTALLERS names a folder of
installers that were made elsewhere, in the folder `tests`:

    python -m kit.real_installers FOLDER
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from kit.wine_prefix import Missing, cache_folder

SOURCES = Path(__file__).with_name("installer_sources")
GCC, WINDRES = "x86_64-w64-mingw32-gcc", "x86_64-w64-mingw32-windres"
LEVELS = {"setup.exe": "asInvoker", "setup-admin.exe": "requireAdministrator"}
"""Programs by the elevation that their manifest names."""


@dataclass(frozen=True)
class Msi:
    """A package of the Windows Installer."""

    file: str
    name: str
    version: str
    product_code: str
    upgrade_code: str
    architecture: str = "x64"


_UPGRADE = "{B2C60A2F-7C3B-4A57-9E0C-7A2F2F1B0001}"
MSI_1 = Msi("tool-1.0.msi", "Contoso Msi Tool", "1.0.0", "{B2C60A2F-7C3B-4A57-9E0C-7A2F2F1B0010}", _UPGRADE)
MSI_2 = Msi("tool-2.0.msi", "Contoso Msi Tool", "2.0.0", "{B2C60A2F-7C3B-4A57-9E0C-7A2F2F1B0020}", _UPGRADE)
MSI_X86 = Msi(
    "tool-x86-1.0.msi", "Contoso Msi Tool x86", "1.0.0",
    "{B2C60A2F-7C3B-4A57-9E0C-7A2F2F1B0030}", "{B2C60A2F-7C3B-4A57-9E0C-7A2F2F1B0002}", "x86",
)  # fmt: skip
PACKAGES = (MSI_1, MSI_2, MSI_X86)
NSIS = {"1.0": "nsis-1.0.exe", "2.0": "nsis-2.0.exe"}
"""NSIS installers by version."""


def real_installers() -> Path:
    """Return the folder of the installers, made if need be.

    Raises:
        Missing: a tool that makes them is not here, or it failed.
    """
    if given := os.environ.get("WINGETPY_TEST_INSTALLERS"):
        return Path(given)
    import fcntl  # here: a real Windows, which is given them, has none

    folder = cache_folder() / f"installers-{_key()}"
    folder.parent.mkdir(parents=True, exist_ok=True)
    with open(folder.with_suffix(".lock"), "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not folder.exists():
            making = folder.with_suffix(".making")
            shutil.rmtree(making, ignore_errors=True)
            make(making)
            making.rename(folder)
    return folder


def make(folder: Path) -> None:
    """Make all installers in a folder."""
    folder.mkdir(parents=True)
    for build in (_programs, _msi_packages, _nsis):
        build(folder)


def _programs(folder: Path) -> None:
    template = (SOURCES / "setup.rc.in").read_text("utf-8")
    for name, level in LEVELS.items():
        (folder / "setup.rc").write_text(template.replace("@LEVEL@", level), "utf-8")
        _run(WINDRES, "gcc-mingw-w64-x86-64", folder, "-O", "coff", "-o", "setup.res", "setup.rc")
        _run(
            GCC, "gcc-mingw-w64-x86-64", folder, "-municode", "-Os", "-s", "-Wall", "-Wextra", "-Werror",
            "-Wl,--no-insert-timestamp", "-o", name, str(SOURCES / "setup.c"), "setup.res",
        )  # fmt: skip


def _msi_packages(folder: Path) -> None:
    for package in PACKAGES:
        (folder / f"payload-{package.version}.txt").write_text(package.version)  # wixl takes relative paths only
        native = package.architecture == "x64"
        words = {
            "Version": package.version,
            "Code": package.product_code,
            "Upgrade": package.upgrade_code,
            "Name": package.name,
            "Folder": "ProgramFiles64Folder" if native else "ProgramFilesFolder",
            "Win64": "yes" if native else "no",
            "Payload": f"payload-{package.version}.txt",
        }
        defined = [part for name, value in words.items() for part in ("-D", f"{name}={value}")]
        _run(
            "wixl", "wixl", folder, "-a", package.architecture, *defined, "-o", package.file, str(SOURCES / "tool.wxs")
        )


def _nsis(folder: Path) -> None:
    for version, file in NSIS.items():
        _run(
            "makensis", "nsis", folder, "-V2", f"-DVERSION={version}", f"-DOUT={folder / file}",
            str(SOURCES / "tool.nsi"),
        )  # fmt: skip


def _run(tool: str, package: str, folder: Path, *arguments: str) -> None:
    if not shutil.which(tool):
        raise Missing(f"{tool} is not installed (Debian's package {package})")
    done = subprocess.run([tool, *arguments], cwd=folder, capture_output=True, encoding="utf-8", check=False)
    if done.returncode:
        raise Missing(f"{tool} failed: {(done.stderr or done.stdout)[-600:]}")


def _key() -> str:
    digest = hashlib.sha256(Path(__file__).read_bytes())
    for path in sorted(SOURCES.iterdir()):
        digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()[:16]


if __name__ == "__main__":
    make(Path(sys.argv[1]).resolve())
