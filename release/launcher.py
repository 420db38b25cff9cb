"""`wingetpy.exe` of the Windows bundle: pip's launcher, with the Python beside it and the engine in the module."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

from pip._vendor import distlib
from release.target import Target
from release.times import fixed_time

_LAUNCHERS = {"win_amd64": "t64.exe", "win_arm64": "t64-arm.exe"}
# The launcher itself replaces <launcher_dir>, so the folder may lie anywhere.
_PROGRAM = b"#!<launcher_dir>\\python\\python.exe -I -X utf8\n"
_MAIN = """\
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(sys.argv[0])), "engine"))
from wingetpy.__main__ import run

run()
"""


VERSION: str = distlib.__version__
"""Of distlib, whose launcher it is."""


def write(path: Path, target: Target) -> None:
    """Write the program: the launcher, the line of its interpreter, and what that runs as a zip."""
    main = io.BytesIO()
    with zipfile.ZipFile(main, "w") as packed:
        packed.writestr(zipfile.ZipInfo("__main__.py", fixed_time().timetuple()[:6]), _MAIN)
    path.write_bytes(plain(target) + _PROGRAM + main.getvalue())


def plain(target: Target) -> bytes:
    """The launcher alone, as distlib has it."""
    return Path(distlib.__file__).with_name(_LAUNCHERS[target.platform]).read_bytes()
