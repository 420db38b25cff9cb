"""Where a portable goes: its entry, its folder, its programs and their commands."""

from __future__ import annotations

from pathlib import PureWindowsPath

import msgspec

from wingetpy.installers.technology import InstallTask
from wingetpy.inventory.portable_entry import EntryPlace


class Destination(msgspec.Struct, frozen=True, kw_only=True):
    """What is known of an install or update before the download.

    Attributes:
        source: The identifier of the source in the entry: that of an installed package stays at an update.
        links: (path of the command, path of the program) of each command.
        programs: Archives: relative path of each nested program. A single program: its file name.
    """

    task: InstallTask
    source: str
    place: EntryPlace
    location: PureWindowsPath
    links: tuple[tuple[PureWindowsPath, PureWindowsPath], ...]
    programs: tuple[PureWindowsPath, ...]
