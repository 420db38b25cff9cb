"""Steps that let running programs use a font file, or end that. The registry says what the next sign-in loads."""

from __future__ import annotations

from pathlib import PureWindowsPath

from wingetpy.hosts.host import Host
from wingetpy.journal.step import BaseStep, in_folder


class LoadFont(BaseStep, frozen=True, kw_only=True, tag="load-font"):
    """Load a font file into the session."""

    path: str

    def do(self, host: Host) -> None:
        host.files.load_font(PureWindowsPath(self.path))

    def undo(self, host: Host) -> str | None:
        host.files.unload_font(PureWindowsPath(self.path))
        return None

    def sentence(self) -> str:
        return f"Load the font {in_folder(self.path)}"


class UnloadFont(BaseStep, frozen=True, kw_only=True, tag="unload-font"):
    """Take a font file out of the session: one that is loaded cannot be removed."""

    path: str

    def do(self, host: Host) -> None:
        host.files.unload_font(PureWindowsPath(self.path))

    def undo(self, host: Host) -> str | None:
        if host.files.entry(PureWindowsPath(self.path)) is not None:
            host.files.load_font(PureWindowsPath(self.path))
        return None

    def sentence(self) -> str:
        return f"Unload the font {in_folder(self.path)}"
