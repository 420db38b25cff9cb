"""What a user may set, with every default: frozen structs that are made by reading `settings.json` only."""

from __future__ import annotations

from pathlib import PureWindowsPath
from typing import Literal

import msgspec

from wingetpy.model.scope import Scope

LogLevel = Literal["verbose", "info", "warning", "error", "critical"]
LogNaming = Literal["manifest", "timestamp", "guid", "shortguid"]


class InstallerWishes(msgspec.Struct, frozen=True, kw_only=True):
    """`installBehavior.preferences` or `.requirements`. An empty tuple or None means no wish.

    Attributes:
        locales: BCP-47 tags, the first counts most.
        architectures: winget's words in lower case, the first counts most.
        installer_types: Manifest words in lower case, the first counts most.
    """

    scope: Scope | None = None
    locales: tuple[str, ...] = ()
    architectures: tuple[str, ...] = ()
    installer_types: tuple[str, ...] = ()


class InstallBehavior(msgspec.Struct, frozen=True, kw_only=True):
    """Where packages go and which installers are wanted. Paths are machine paths, absolute."""

    portable_user_root: PureWindowsPath | None = None
    portable_machine_root: PureWindowsPath | None = None
    default_install_root: PureWindowsPath | None = None
    preferences: InstallerWishes = InstallerWishes()
    requirements: InstallerWishes = InstallerWishes()
    skip_dependencies: bool = False
    disable_install_notes: bool = False


class UninstallBehavior(msgspec.Struct, frozen=True, kw_only=True):
    """`purge_portable`: uninstall removes what a user put into a portable's folder, too."""

    purge_portable: bool = False


class SourceSettings(msgspec.Struct, frozen=True, kw_only=True):
    """`auto_update_minutes`: a source that is older is refreshed before it answers; 0 means never."""

    auto_update_minutes: int = 5


class NetworkSettings(msgspec.Struct, frozen=True, kw_only=True):
    """How files are downloaded.

    Attributes:
        most_per_second: Bytes of all downloads together; None for no limit.
        progress_seconds: How long a server may send next to nothing before a download ends.
        downloads_at_once: How many files of one command are downloaded at the same time, at most.
        skips_metered: Updates of all packages download nothing over a metered connection.
    """

    most_per_second: int | None = None
    progress_seconds: int = 60
    downloads_at_once: int = 4
    skips_metered: bool = False


class DownloadBehavior(msgspec.Struct, frozen=True, kw_only=True):
    """`directory`: the folder for downloaded packages where none is named; None for the user's downloads."""

    directory: PureWindowsPath | None = None


class LoggingSettings(msgspec.Struct, frozen=True, kw_only=True):
    """What is written to the log, and how the logs of installers are named.

    Attributes:
        level: The least level that is written.
        file_names: Of installers' logs: `manifest` is `<id>.<version>-<time>`, `shortguid` 8 letters of a guid.
    """

    level: LogLevel = "info"
    file_names: LogNaming = "manifest"


class InteractivitySettings(msgspec.Struct, frozen=True, kw_only=True):
    """`disable`: nobody is asked for administrator rights, as with the option of a command."""

    disable: bool = False


class UserSettings(msgspec.Struct, frozen=True, kw_only=True):
    """All of `settings.json` that this engine acts on."""

    install: InstallBehavior = InstallBehavior()
    uninstall: UninstallBehavior = UninstallBehavior()
    source: SourceSettings = SourceSettings()
    network: NetworkSettings = NetworkSettings()
    download: DownloadBehavior = DownloadBehavior()
    logging: LoggingSettings = LoggingSettings()
    interactivity: InteractivitySettings = InteractivitySettings()
