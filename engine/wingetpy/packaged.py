"""Whether the interpreter can run an engine that was packaged with its compiled parts.

`build.ps1 -Task Package` writes `TAGS` beside the package: in its first line the interpreter that it was made for, then
for each distribution its name and the tags of its wheel. One that is alike is taken by that line, so that a start costs
nothing; whether another will do is decided by `packaging.tags`. An engine without the file is not packaged.
"""

from __future__ import annotations

import os
import sys

TAGS = "TAGS"


def misfit(folder: str | None = None) -> str:
    """Return why this interpreter cannot run the packaged engine, and what to do; empty if it can.

    Args:
        folder: Where the engine lies; by default where this module was read.
    """
    folder = folder or os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    try:
        with open(os.path.join(folder, TAGS), encoding="utf-8") as file:
            made_for, *parts = file.read().splitlines()
    except FileNotFoundError:
        return ""
    if made_for == _this():
        return ""
    sys.path.insert(0, folder)
    try:
        from packaging.tags import sys_tags  # late: an interpreter that is alike does without it
    finally:
        sys.path.remove(folder)

    known = {str(tag) for tag in sys_tags()}
    for part in parts:
        name, *tags = part.split()
        if known.isdisjoint(tags):
            version, platform = made_for.split()[0].split("-", 1)
            return (
                f"the engine in the module was packaged for {made_for}, this Python is {_this()}: "
                f"{name} fits {tags[0]} only. Use CPython {version[2:3]}.{version[3:]} for {platform}, "
                "or install the engine into this one (python -m pip install wingetpy) and name it by WINGETPY_PYTHON."
            )
    return ""


def _this() -> str:
    """The tag of this interpreter, with the version of the C library that compiled parts for Linux depend on."""
    import sysconfig

    platform = sysconfig.get_platform().replace("-", "_").replace(".", "_")
    tag = f"cp{sys.version_info[0]}{sys.version_info[1]}-{platform}"
    if sys.platform == "linux":
        tag += f" {os.confstr('CS_GNU_LIBC_VERSION') or ''}"
    return tag
