"""What all steps of an operation have in common."""

from __future__ import annotations

import msgspec

from wingetpy.hosts.host import Host


class BaseStep(msgspec.Struct, frozen=True, kw_only=True, tag_field="do", omit_defaults=True):
    """What all steps have in common."""

    def do(self, host: Host) -> None:
        """Change the machine. Raises HostError."""
        raise NotImplementedError

    def in_words(self) -> str:
        """The step for the log and for progress: `place-file C:\\Tools\\tool.exe`."""
        what = type(self).__struct_config__.tag
        targets = [str(getattr(self, name)) for name in ("key", "name", "path", "element") if hasattr(self, name)]
        return " ".join([str(what), "\\".join(targets)]).rstrip()

    def undo(self, host: Host) -> str | None:
        """Take back what `do` made of it. The answer says what had to be left, as a sentence. Raises HostError."""
        raise NotImplementedError
