"""The user's `settings.json`: its place, its values, and what of it is not used."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import get_args

import msgspec

from wingetpy.errors import ErrorCode
from wingetpy.hosts.host import Host
from wingetpy.hosts.native_files import read_own_file, write_whole
from wingetpy.model.architecture import ARCHITECTURES
from wingetpy.model.technology import INSTALLER_TYPES
from wingetpy.settings import fields
from wingetpy.settings.fields import Members, SettingWarning
from wingetpy.settings.jsontext import decode_lenient
from wingetpy.settings.model import (
    DownloadBehavior,
    InstallBehavior,
    InstallerWishes,
    InteractivitySettings,
    LoggingSettings,
    LogLevel,
    LogNaming,
    NetworkSettings,
    SourceSettings,
    UninstallBehavior,
    UserSettings,
)

_A_YEAR_IN_MINUTES = 525_600
_TEN_MINUTES = 600
_MOST_KILOBYTES = 1 << 30
_MOST_AT_ONCE = 16
_COUNT = fields.number(0, 2**31 - 1)
_OF_OTHERS: Mapping[str, Callable[[object], object]] = {
    "visual.progressBar": fields.word(("accent", "rainbow", "retro", "sixel", "disabled")),
    "visual.anonymizeDisplayedPaths": fields.flag,
    "visual.enableSixels": fields.flag,
    "configureBehavior.defaultModuleRoot": fields.absolute_path,
    "network.enableWingetAlternateSourceURL": fields.flag,
    "logging.channels": fields.texts,
    "logging.file.ageLimitInDays": _COUNT,
    "logging.file.totalSizeLimitInMB": _COUNT,
    "logging.file.individualSizeLimitInMB": _COUNT,
    "logging.file.countLimit": _COUNT,
    "output.sortOrder": fields.words(("relevance", "name", "id", "version", "source", "available")),
    "output.sortDirection": fields.word(("ascending", "descending")),
    "telemetry.disable": fields.flag,
    **{
        f"experimentalFeatures.{name}": fields.flag
        for name in ("experimentalCMD", "experimentalARG", "directMSI", "resume", "fonts", "sourcePriority")
    },
}
"""winget's settings of its looks and of what this engine does not have: a value that does not fit is warned of."""
_WITHOUT_EFFECT = {
    "installBehavior.archiveExtractionMethod": "archives are unpacked by this engine itself",
    "installBehavior.maxResumes": "an interrupted change is undone or finished by the next one",
    "network.downloader": "this engine has one downloader",
}
"""winget's settings for what this engine does in its own way, and why each one changes nothing."""


class LoadedSettings(msgspec.Struct, frozen=True):
    """The settings that hold, where they are from, and why something in the file does not hold.

    Attributes:
        text: The file as it is, without a byte-order mark; empty if there is none.
    """

    path: Path
    settings: UserSettings = UserSettings()
    warnings: tuple[SettingWarning, ...] = ()
    text: str = ""


def settings_file(host: Host) -> Path:
    """The native path of the file, whether it exists or not; its folder exists."""
    return host.state_folder() / "settings.json"


def backup_file(path: Path) -> Path:
    """Where the last settings that could be read are kept beside a settings file."""
    return path.with_name(f"{path.name}.backup")


def keep_backup(path: Path) -> None:
    """Keep a copy of a settings file that can be read. Raises OSError where it cannot be written."""
    try:
        raw = read_own_file(path)
        fits = isinstance(decode_lenient(raw), dict)
    except (FileNotFoundError, ValueError):
        return
    if fits and not _is_there(backup_file(path), raw):
        write_whole(backup_file(path), raw)


def read_backup(path: Path) -> bytes | None:
    """Return the backup of a settings file; None where there is none that can be understood."""
    try:
        raw = read_own_file(backup_file(path))
        return raw if isinstance(decode_lenient(raw), dict) else None
    except (OSError, ValueError):
        return None


def _is_there(path: Path, raw: bytes) -> bool:
    try:
        return read_own_file(path) == raw
    except OSError:
        return False


def load_settings(host: Host) -> LoadedSettings:
    """Read the user's settings. The defaults hold without a file; for one that is broken its backup does, or else the
    defaults, with a warning. Never raises.
    """
    path = settings_file(host)
    loaded = _load(path)
    if not any(warning.code for warning in loaded.warnings):
        return loaded
    kept = _load(backup_file(path))
    if any(warning.code for warning in kept.warnings) or not kept.text:
        return loaded
    instead = SettingWarning("", f"The settings of {kept.path} are used instead.")
    return LoadedSettings(path, kept.settings, (*loaded.warnings, instead, *kept.warnings), loaded.text)


def _load(path: Path) -> LoadedSettings:
    try:
        raw = read_own_file(path)
    except FileNotFoundError:
        return LoadedSettings(path)
    except OSError as error:
        return LoadedSettings(path, warnings=(_whole_file(path, f"cannot be read ({error.strerror})"),))
    text = raw.decode("utf-8-sig", "replace")
    try:
        document = decode_lenient(raw)
    except ValueError as error:
        return LoadedSettings(path, warnings=(_whole_file(path, f"is not valid JSON: {error}"),), text=text)
    if not isinstance(document, dict):
        return LoadedSettings(path, warnings=(_whole_file(path, "does not hold a JSON object"),), text=text)
    members = Members(document)
    settings = read_settings(members)
    return LoadedSettings(path, settings, tuple(members.warnings), text)


def read_settings(members: Members) -> UserSettings:
    """The settings in a document. Unknown members are passed over; what is not used is in `members.warnings`."""
    for path, reason in _WITHOUT_EFFECT.items():
        members.report_unused(path, reason)
    for path, reader in _OF_OTHERS.items():
        members.read(path, reader, None)
    return UserSettings(
        install=InstallBehavior(
            portable_user_root=members.read("installBehavior.portablePackageUserRoot", fields.absolute_path, None),
            portable_machine_root=members.read(
                "installBehavior.portablePackageMachineRoot", fields.absolute_path, None
            ),
            default_install_root=members.read("installBehavior.defaultInstallRoot", fields.absolute_path, None),
            preferences=_installer_wishes(members, "installBehavior.preferences"),
            requirements=_installer_wishes(members, "installBehavior.requirements"),
            skip_dependencies=members.read("installBehavior.skipDependencies", fields.flag, False),
            disable_install_notes=members.read("installBehavior.disableInstallNotes", fields.flag, False),
        ),
        uninstall=UninstallBehavior(
            purge_portable=members.read("uninstallBehavior.purgePortablePackage", fields.flag, False)
        ),
        source=SourceSettings(
            auto_update_minutes=members.read(
                "source.autoUpdateIntervalInMinutes",
                fields.number(0, _A_YEAR_IN_MINUTES),
                SourceSettings().auto_update_minutes,
            )
        ),
        network=NetworkSettings(
            most_per_second=members.read(
                "network.downloadLimitInKilobytesPerSecond", fields.number(0, _MOST_KILOBYTES), 0
            )
            * 1024
            or None,
            progress_seconds=members.read(
                "network.doProgressTimeoutInSeconds",
                fields.number(1, _TEN_MINUTES),
                NetworkSettings().progress_seconds,
            ),
            downloads_at_once=members.read(
                "network.simultaneousDownloads", fields.number(1, _MOST_AT_ONCE), NetworkSettings().downloads_at_once
            ),
            skips_metered=members.read("network.meteredConnection", fields.word(("allow", "skip")), "allow") == "skip",
        ),
        download=DownloadBehavior(
            directory=members.read("downloadBehavior.defaultDownloadDirectory", fields.absolute_path, None)
        ),
        logging=LoggingSettings(
            level=members.read("logging.level", fields.word(get_args(LogLevel)), "info"),
            file_names=members.read("logging.fileNameStrategy", fields.word(get_args(LogNaming)), "manifest"),
        ),
        interactivity=InteractivitySettings(disable=members.read("interactivity.disable", fields.flag, False)),
    )


def _installer_wishes(members: Members, path: str) -> InstallerWishes:
    return InstallerWishes(
        scope=members.read(f"{path}.scope", fields.scope, None),
        locales=members.read(f"{path}.locale", fields.locales, ()),
        architectures=members.read(f"{path}.architectures", fields.words(_known(ARCHITECTURES)), ()),
        installer_types=members.read(f"{path}.installerTypes", fields.words(_known(INSTALLER_TYPES)), ()),
    )


def _whole_file(path: Path, reason: str) -> SettingWarning:
    return SettingWarning("", f"{path} {reason}; it is not used.", ErrorCode.JsonInvalidFile.hex)


def _known(names: Sequence[str]) -> tuple[str, ...]:
    """What a user may name: `unknown` is what the engine says of what it does not know."""
    return tuple(name for name in names if name != "unknown")
