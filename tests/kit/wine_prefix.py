"""A Windows to test on, where there is none: a Wine prefix with a CPython for Windows and the engine's packages in it.

Making one takes most of a minute, so it is made once for each archive and list of packages, and kept in a cache folder
(WINGETPY_TEST_CACHE, else ~/.cache/wingetpy-tests). Tests work on copies of it: what they change is gone with them.

    python tests/kit/wine_prefix.py --print-script  a Windows Python on this tree as a script, for WINGETPY_PYTHON
    python tests/kit/wine_prefix.py --stop          end the Windows that script runs in
"""

from __future__ import annotations

import argparse
import filecmp
import hashlib
import json
import os
import shutil
import subprocess
import sys
import tarfile
import tomllib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[2]
SHARED = Path(os.environ.get("WINGETPY_TEST_SHARED") or REPOSITORY.parent / "shared")
TEST_PACKAGES = ("pytest", "pytest-timeout", "hypothesis", "jsonschema")
PYTHON = r"C:\py\python.exe"
UNINHERITED = ("PYTHON", "PIP_", "SSL_CERT", "REQUESTS_CA", "VIRTUAL_ENV", "DISPLAY", "WAYLAND_DISPLAY")
"""Variables of Linux, by their beginning, that would lead a Windows Python astray: Wine hands them on."""
BY_HAND = "-by-hand"
"""How the copy of a prefix ends that --print-script keeps."""
RECIPE = "1"
"""Counted up when the way a prefix is made changes, so that cached ones are made again."""


class Missing(Exception):
    """What a prefix needs and this machine does not have; the text is the reason to skip."""


def cache_folder() -> Path:
    return Path(os.environ.get("WINGETPY_TEST_CACHE") or Path.home() / ".cache" / "wingetpy-tests")


def windows_path(path: Path) -> str:
    """A path of this disk as Windows programs in a prefix see it."""
    return "Z:" + str(path.resolve()).replace("/", "\\")


@dataclass(frozen=True)
class Prefix:
    """A Wine prefix in `folder` and a home of its own beside it, so that nothing of the user's is linked into it."""

    folder: Path

    @property
    def drive_c(self) -> Path:
        return self.folder / "prefix" / "drive_c"

    def environment(self, **more: str) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith(UNINHERITED)}
        return {
            **kept,
            "WINEPREFIX": str(self.folder / "prefix"),
            "WINEARCH": "win64",
            "WINEDEBUG": "-all",
            "WINEDLLOVERRIDES": "mscoree,mshtml=;winemenubuilder.exe=d",
            "LC_ALL": "C.UTF-8",
            "HOME": str(self.folder / "home"),
            "PYTHONPATH": f"{windows_path(REPOSITORY / 'engine')};{windows_path(REPOSITORY / 'tests')}",
            **more,
        }

    def python(self, *arguments: str, timeout: float, **more: str) -> subprocess.CompletedProcess[bytes]:
        """Run the Windows Python. Its output comes together; the exit code has its low eight bits only.

        Handles are pipes or /dev/null: given a file, a Windows Python ends before it has begun.
        """
        return subprocess.run(
            ["wine", PYTHON, *arguments],
            env=self.environment(**more),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            timeout=timeout,
            check=False,
        )

    def quietly(self, *command: str, timeout: float = 180) -> int:
        """Run a program without a pipe: services that start with it would hold the pipe open."""
        null = subprocess.DEVNULL
        return subprocess.run(
            command, env=self.environment(), stdin=null, stdout=null, stderr=null, timeout=timeout, check=False
        ).returncode

    def warm_up(self) -> None:
        """Start Windows and keep it, with its services and desktop outside of any pipe or job of a test.

        One that is running is left running: `wineserver -p` says so by its exit code.
        """
        if self.quietly("wineserver", "-p"):
            return
        self.quietly("wine", "msiexec", "/x", "{00000000-0000-4000-8000-000000000000}", "/qn")

    @property
    def source_list(self) -> Path:
        """The list of sources of an engine in the prefix, which is an administrator's."""
        return self.drive_c / "ProgramData" / "WinGetPy" / "sources.json"

    def leave_out_default_sources(self) -> None:
        """Write a list of sources that says they were removed: a fresh Windows has them."""
        self.source_list.parent.mkdir(parents=True, exist_ok=True)
        self.source_list.write_text(json.dumps({"RemovedDefaults": ["msstore", "winget", "winget-font"]}))

    def stop(self) -> None:
        self.quietly("wineserver", "-k")
        self.quietly("wineserver", "-w")


def prepared() -> Prefix:
    """The cached prefix for the archive and packages of now, made if need be. Not to be started: `copy_of` it is.

    Raises:
        Missing: Wine, the CPython for Windows or the wheels are not here.
    """
    archive, wheels = _what_it_is_made_of()
    requirements = [*_engine_requirements(), *TEST_PACKAGES]
    folder = cache_folder() / f"wine-{_key(archive, requirements)}"
    with _alone(folder.with_suffix(".lock")):
        if not folder.exists():
            making = folder.with_suffix(".making")
            shutil.rmtree(making, ignore_errors=True)
            _make(Prefix(making), archive, wheels, requirements)
            making.rename(folder)
    return Prefix(folder)


def copy_of(prefix: Prefix, folder: Path) -> Prefix:
    """A prefix of one's own, started, without winget's sources: no test asks the network."""
    subprocess.run(["cp", "-a", "--reflink=auto", prefix.folder, folder], check=True)
    copied = Prefix(folder)
    copied.leave_out_default_sources()
    copied.warm_up()
    return copied


def wine_python_script(prefix: Prefix) -> Path:
    """An executable script that is the Windows Python of a prefix, with the tree under test as its `wingetpy`."""
    unset = "|".join(UNINHERITED)
    wanted = {name: value for name, value in prefix.environment().items() if os.environ.get(name) != value}
    exports = "\n".join(f"export {name}={_quoted(value)}" for name, value in sorted(wanted.items()))
    script = prefix.folder / "python"
    script.write_text(
        f"""#!/bin/sh
# A Windows Python under Wine. Its standard handles must be pipes or /dev/null: a file ends it before it has begun.
for name in $(env | sed -nE 's/^(({unset})[A-Za-z0-9_]*)=.*/\\1/p'); do unset "$name"; done
{exports}
[ -f /dev/stdin ] && exec </dev/null
[ -f /dev/stderr ] && exec 2>/dev/null
exec wine '{PYTHON}' "$@"
"""
    )
    script.chmod(0o755)
    return script


def _what_it_is_made_of() -> tuple[Path, Path]:
    if sys.platform == "win32" or not shutil.which("wine") or not shutil.which("wineserver"):
        raise Missing("Wine is not installed")
    archives = sorted((SHARED / "windows").glob("cpython-*-win_amd64.tar.xz"))
    if not archives:
        raise Missing(f"no CPython for Windows in {SHARED / 'windows'}")
    if not list((SHARED / "wheels").glob("msgspec-*-win_amd64.whl")):
        raise Missing(f"no wheels for Windows in {SHARED / 'wheels'}")
    return archives[-1], SHARED / "wheels"


def _engine_requirements() -> list[str]:
    project = tomllib.loads((REPOSITORY / "pyproject.toml").read_text("utf-8"))
    return list(project["project"]["dependencies"])


def _key(archive: Path, requirements: Sequence[str]) -> str:
    digest = hashlib.sha256(archive.read_bytes())
    digest.update("\n".join([RECIPE, *requirements]).encode())
    return digest.hexdigest()[:16]


def _make(prefix: Prefix, archive: Path, wheels: Path, requirements: Sequence[str]) -> None:
    (prefix.folder / "home").mkdir(parents=True)
    try:
        prefix.quietly("wineboot", "-i")
        if not prefix.drive_c.is_dir():
            raise Missing("wineboot made no prefix")
        prefix.quietly("wine", "winecfg", "-v", "win10")
        _unlink_home(prefix.drive_c / "users")
        with tarfile.open(archive) as packed:
            packed.extractall(prefix.drive_c, filter="tar")
        prefix.stop()
        prefix.warm_up()
        installed = prefix.python(
            "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-index",
            "--find-links", windows_path(wheels), *requirements,
            timeout=300,
        )  # fmt: skip
        if installed.returncode:
            raise Missing("pip in the prefix failed: " + installed.stdout.decode("utf-8", "replace")[-600:])
        prefix.quietly("wine", PYTHON, "-m", "compileall", "-q", r"C:\py\lib")
    finally:
        prefix.stop()
    _share_system_files(prefix.drive_c / "windows")


def _unlink_home(users: Path) -> None:
    """Desktop, Downloads and others are links into HOME; under Wine a delete goes through them. Folders take their
    place.
    """
    for found in [path for path in users.rglob("*") if path.is_symlink()]:
        found.unlink()
        found.mkdir()


def _share_system_files(windows: Path) -> None:
    """Link Wine's own files instead of carrying copies: the prefix shrinks to a sixth, and a copy of it takes a
    blink.
    """
    for folder, machine in (("system32", "x86_64-windows"), ("syswow64", "i386-windows")):
        for path in (windows / folder).rglob("*"):
            if path.is_symlink() or not path.is_file():
                continue
            for library in Path("/usr/lib").glob(f"*-linux-gnu/wine/{machine}"):
                own = library / path.name
                if own.is_file() and filecmp.cmp(own, path, shallow=False):
                    path.unlink()
                    path.symlink_to(own)
                    break


@contextmanager
def _alone(lock: Path) -> Iterator[None]:
    import fcntl  # late: Windows has none, and tests there import this module, too

    lock.parent.mkdir(parents=True, exist_ok=True)
    with open(lock, "w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "'\\''") + "'"


def _main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--print-script", action="store_true", help="make and start a prefix, print the script's path")
    parser.add_argument("--stop", action="store_true", help="end the Windows of --print-script")
    parser.add_argument("--fresh", action="store_true", help="with --print-script: begin with a clean machine")
    asked = parser.parse_args()
    if asked.stop:
        for folder in cache_folder().glob("wine-*" + BY_HAND):
            Prefix(folder).stop()
    if asked.print_script:
        try:
            print(_script_by_hand(asked.fresh))
        except Missing as reason:
            print(f"There is no Windows here: {reason}.", file=sys.stderr)
            return 1
    return 0


def _script_by_hand(fresh: bool) -> Path:
    made = prepared()
    prefix = Prefix(made.folder.with_name(made.folder.name + BY_HAND))
    with _alone(prefix.folder.with_suffix(".lock")):
        if fresh and prefix.folder.exists():
            prefix.stop()
            shutil.rmtree(prefix.folder)
        if prefix.folder.exists():
            prefix.warm_up()
        else:
            copy_of(made, prefix.folder)
    return wine_python_script(prefix)


if __name__ == "__main__":
    sys.exit(_main())
