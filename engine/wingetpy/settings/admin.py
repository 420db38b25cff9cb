"""The administrator's settings of a machine: switches that weaken a check, kept where only administrators write."""

from __future__ import annotations

from pathlib import Path

import msgspec

from wingetpy.errors import BadRequest, Busy, ErrorCode, HostError
from wingetpy.hosts.host import Host
from wingetpy.hosts.lock_file import lock_file
from wingetpy.hosts.native_files import read_own_file, write_whole
from wingetpy.model.decoding import UNREADABLE, json_decoder
from wingetpy.settings.policy import Policies, PolicyState, blocked

BYPASS_PINNING = "BypassCertificatePinningForMicrosoftStore"
ADMIN_SETTINGS = {BYPASS_PINNING: f"Enable{BYPASS_PINNING}"}
"""The settings that this version acts on, and the policy that wins over each."""
LATER = ("ConfigurationProcessorPath", "InstallerHashOverride", "LocalArchiveMalwareScanOverride", "LocalManifestFiles",
         "ProxyCommandLineOptions", "DefaultProxy")  # fmt: skip
"""winget's further ones."""
_LOCK_SECONDS = 10.0


class AdminFile(msgspec.Struct, frozen=True, rename="pascal", kw_only=True):
    enabled: tuple[str, ...] = ()


def admin_settings(host: Host) -> dict[str, bool]:
    """Return each setting with its value, off by default.

    Raises:
        HostError: the file cannot be read; a setting that weakens a check is not guessed.
    """
    enabled = _read(_path(host)).enabled
    return {name: name in enabled for name in ADMIN_SETTINGS}


def set_admin_setting(host: Host, policies: Policies, name: str, *, enabled: bool) -> str:
    """Write one setting of the machine; return its name as it is spelled.

    Raises:
        BadRequest: there is no such setting, or this version does not act on it.
        HostError: CommandRequiresAdmin.
        EngineError: BlockedByPolicy, where a policy decides it.
    """
    known = next((one for one in ADMIN_SETTINGS if one.casefold() == name.casefold()), None)
    if known is None:
        raise _unknown(name)
    if not host.facts().elevated:
        raise HostError(
            f"The setting {known} is the machine's; only an administrator may change it.",
            code=ErrorCode.CommandRequiresAdmin,
            target=known,
            remedy="Run the command as administrator.",
        )
    if policies.state(ADMIN_SETTINGS[known]) is not PolicyState.not_configured:
        raise blocked(ADMIN_SETTINGS[known], known)
    path = _path(host)
    busy = Busy("Another process is changing the settings.", remedy="Try again.")
    with lock_file(path.with_suffix(".lock"), _LOCK_SECONDS, busy):
        others = tuple(one for one in _read(path).enabled if one != known)
        kept = AdminFile(enabled=tuple(sorted((*others, known))) if enabled else others)
        write_whole(path, msgspec.json.format(msgspec.json.encode(kept)))
    return known


def _path(host: Host) -> Path:
    """The machine's file: an engine that is not elevated reads the one that an administrator writes."""
    return (host.shared_state_folder() or host.state_folder()) / "admin-settings.json"


def _read(path: Path) -> AdminFile:
    try:
        return json_decoder(AdminFile).decode(read_own_file(path))
    except FileNotFoundError:
        return AdminFile()
    except (OSError, *UNREADABLE) as error:
        raise HostError(
            f"The administrator's settings {path} cannot be read: {error}.",
            code=ErrorCode.JsonInvalidFile,
            target=str(path),
            remedy="Correct the file, or remove it; every setting is off then.",
        ) from error


def _unknown(name: str) -> BadRequest:
    is_later = name.casefold() in [one.casefold() for one in LATER]
    return BadRequest(
        f"The setting {name} {'is not supported by this version' if is_later else 'does not exist'}.",
        target=name,
        remedy=f"Use {', '.join(ADMIN_SETTINGS)}.",
    )
