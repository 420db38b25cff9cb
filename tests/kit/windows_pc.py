"""The Windows that `tests/windows` works on: a Wine prefix here, the machine itself on Windows."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Protocol

from kit.command_line import ENGINE, Told
from kit.peer import Peer
from kit.wine_prefix import Prefix, windows_path, wine_python_script

UNINSTALL = r"Software\Microsoft\Windows\CurrentVersion\Uninstall"
VIEWS = {"HKLM64": ("HKLM", "64"), "HKLM32": ("HKLM", "32"), "HKCU": ("HKCU", "64")}
"""Places of Apps & Features entries; the two views of HKCU\\Software are one."""

Entries = dict[str, dict[str, dict[str, str]]]
"""Place, then key, then value."""

_WHOLE_CODE = """
import sys
from wingetpy.__main__ import run
try:
    run()
except SystemExit as end:
    sys.stderr.flush()
    sys.stdout.flush()
    with open({file!r}, "w") as file:
        file.write(str((end.code or 0) & 0xFFFFFFFF))
"""


class WindowsPc(Protocol):
    """A Windows with a Python that has the tree under test."""

    @property
    def is_wine(self) -> bool: ...
    @property
    def python(self) -> list[str]:
        """The command of its Python, as a process of this system starts it."""
        ...

    def is_administrator(self) -> bool:
        """Whether programs that are started there have administrator rights."""
        ...

    def environment(self) -> dict[str, str]:
        """What a process that starts an engine there needs."""
        ...

    def local(self, path: str) -> Path:
        """Where a path of the machine is on this disk."""
        ...

    def seen(self, path: Path) -> str:
        """A path of this disk as the machine names it."""
        ...

    def program(self, *command: str, timeout: float = 60) -> int:
        """Run one of its programs to the end, its output to nowhere; the exit code's low eight bits under Wine."""
        ...

    def running(self, part: str) -> int:
        """How many of its processes have this part in their command line."""
        ...


class UnderWine:
    """A Wine prefix, driven from Linux."""

    is_wine = True

    def __init__(self, prefix: Prefix) -> None:
        self.prefix = prefix
        self._script = wine_python_script(prefix)

    @property
    def python(self) -> list[str]:
        return [str(self._script)]

    def is_administrator(self) -> bool:
        return True  # every user of Wine is

    def environment(self) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith("WINGETPY_")}
        return {**kept, "WINGETPY_PYTHON": str(self._script), "WINGETPY_HOST": "windows"}

    def local(self, path: str) -> Path:
        drive, _, rest = path.partition("\\")
        if drive.upper() == "Z:":
            return Path("/" + rest.replace("\\", "/"))
        assert drive.upper() == "C:", path
        return self.prefix.drive_c / rest.replace("\\", "/")

    def seen(self, path: Path) -> str:
        return windows_path(path)

    def program(self, *command: str, timeout: float = 60) -> int:
        return self.prefix.quietly("wine", *command, timeout=timeout)

    def running(self, part: str) -> int:
        own = f"WINEPREFIX={self.prefix.folder / 'prefix'}".encode()
        processes = [path for path in Path("/proc").iterdir() if path.name.isdecimal()]
        return sum(
            part.encode() in _read(path / "cmdline").replace(b"\0", b" ")
            and own in _read(path / "environ").split(b"\0")
            for path in processes
        )


class ThisWindows:
    """The machine that runs the tests."""

    is_wine = False

    @property
    def python(self) -> list[str]:
        return [sys.executable]

    def is_administrator(self) -> bool:
        import ctypes

        return bool(ctypes.windll.shell32.IsUserAnAdmin())  # type: ignore[attr-defined]

    def environment(self) -> dict[str, str]:
        path = os.pathsep.join(filter(None, (str(ENGINE), os.environ.get("PYTHONPATH"))))
        return {**os.environ, "PYTHONPATH": path, "WINGETPY_PYTHON": sys.executable, "WINGETPY_HOST": "windows"}

    def local(self, path: str) -> Path:
        return Path(path)

    def seen(self, path: Path) -> str:
        return str(path)

    def program(self, *command: str, timeout: float = 60) -> int:
        null = subprocess.DEVNULL
        return subprocess.run(command, stdin=null, stdout=null, stderr=null, timeout=timeout, check=False).returncode

    def running(self, part: str) -> int:
        others = f"$_.ProcessId -ne $PID -and $_.CommandLine -like '*{part}*'"
        counts = f"@(Get-CimInstance Win32_Process | Where-Object {{ {others} }}).Count"
        asked = ["powershell.exe", "-NoProfile", "-Command", counts]
        return int(subprocess.run(asked, capture_output=True, check=True, timeout=60).stdout)


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:  # a process that ends, or is another user's
        return b""


def start_engine(pc: WindowsPc) -> Peer:
    """An engine on the machine, as the module starts it."""
    return Peer(
        [*pc.python, "-X", "utf8", "-m", "wingetpy", "serve", "--host", "windows"], environment=pc.environment()
    )


def run_command(pc: WindowsPc, *words: str, timeout: float = 180) -> Told:
    """One command of the command line, with all 32 bits of its exit code (a Linux parent sees eight)."""
    with tempfile.TemporaryDirectory() as folder:
        code = Path(folder) / "code"
        program = _WHOLE_CODE.format(file=pc.seen(code))
        done = subprocess.run(
            [*pc.python, "-X", "utf8", "-c", program, *words],
            env=pc.environment(),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            encoding="utf-8",
            timeout=timeout,
            check=False,
        )
        if not code.exists():
            raise AssertionError(f"the engine broke: {done.stderr}")
        return Told(int(code.read_text()), done.stdout, done.stderr)


def apps_and_features(pc: WindowsPc) -> Entries:
    """All entries by place, as `reg export` writes them: both views, without the engine's help."""
    with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor(len(VIEWS)) as together:

        def exported(place: str) -> dict[str, dict[str, str]]:
            hive, view = VIEWS[place]
            file = Path(folder) / f"{place}.reg"
            pc.program("reg", "export", f"{hive}\\{UNINSTALL}", pc.seen(file), "/y", f"/reg:{view}")
            return entries_of(file.read_text("utf-16")) if file.exists() else {}

        return dict(zip(VIEWS, together.map(exported, VIEWS), strict=True))


def entries_of(text: str) -> dict[str, dict[str, str]]:
    """The subkeys of an exported key with their values: texts, and numbers as `dword:...` says them."""
    entries: dict[str, dict[str, str]] = {}
    values: dict[str, str] = {}
    for line in re.sub(r"\\\r?\n\s*", "", text).splitlines():
        if line.startswith("["):
            _, _, key = line.rstrip("]").rpartition("\\Uninstall\\")
            values = {}
            if key and "\\" not in key:
                entries[key] = values
        elif found := re.fullmatch(r'"((?:[^"\\]|\\.)*)"=(.*)', line):
            values[_unescaped(found[1])] = _data(found[2])
    return entries


def _data(text: str) -> str:
    if text.startswith('"'):
        return _unescaped(text[1:-1])
    if text.startswith("hex(2):"):
        raw = bytes(int(pair, 16) for pair in text.partition(":")[2].split(","))
        return raw.decode("utf-16-le").rstrip("\0")
    if text.startswith("dword:"):
        return str(int(text.partition(":")[2], 16))
    return text


def _unescaped(text: str) -> str:
    return re.sub(r"\\(.)", r"\1", text)


def added(before: Entries, after: Entries) -> dict[str, Mapping[str, str]]:
    """Entries that came, by `place\\key`."""
    return {
        f"{place}\\{key}": values
        for place, entries in after.items()
        for key, values in entries.items()
        if key not in before[place]
    }
