"""What an installer should be like: what the caller asks for, what the settings say, and what is installed already."""

from __future__ import annotations

import msgspec

from wingetpy.model.scope import Scope
from wingetpy.settings.model import InstallerWishes


class InstalledFacts(msgspec.Struct, frozen=True, kw_only=True):
    """What an update or a repeated installation has to fit. None where nobody knows.

    Attributes:
        installer_type: Of what is installed, in manifest words.
        wanted_locale: The locale that the user asked for when it was installed; only that one will do.
        wanted_architecture: Likewise.
    """

    scope: Scope | None = None
    installer_type: str | None = None
    locale: str | None = None
    architecture: str | None = None
    wanted_locale: str | None = None
    wanted_architecture: str | None = None


class Wishes(msgspec.Struct, frozen=True, kw_only=True):
    """All that counts in choosing an installer besides the machine. What the caller asks for goes before the settings.

    Attributes:
        allow_unknown_scope: An installer that does not say its scope will do, too.
        architectures: The only ones allowed, the best first; `unknown` means all others that the machine can run.
        installer_type: In manifest words.
        locale: BCP-47.
        for_later: It is not run here and now, so this process's rights do not count.
        removes_installed: The installed version is uninstalled first.
    """

    scope: Scope | None = None
    allow_unknown_scope: bool = False
    architectures: tuple[str, ...] = ()
    installer_type: str | None = None
    locale: str | None = None
    requirements: InstallerWishes = InstallerWishes()
    preferences: InstallerWishes = InstallerWishes()
    installed: InstalledFacts = InstalledFacts()
    for_later: bool = False
    removes_installed: bool = False
