"""The administrator's settings of a machine: switches that weaken a check, and one proxy for all, kept where only
administrators write."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import msgspec

from wingetpy.errors import BadRequest, Busy, ErrorCode, HostError
from wingetpy.errors.remedies import ADMIN_SETTING_OFF
from wingetpy.errors.system import as_host_error
from wingetpy.hosts.host import Host
from wingetpy.hosts.lock_file import lock_file
from wingetpy.hosts.native_files import read_own_file, write_whole
from wingetpy.model.decoding import UNREADABLE, json_decoder
from wingetpy.settings.policy import PROXY, TOGGLES, Policies, PolicyState, blocked, decided

BYPASS_PINNING = "BypassCertificatePinningForMicrosoftStore"
ADMIN_SETTINGS = {
    "LocalManifestFiles": "EnableLocalManifestFiles",
    BYPASS_PINNING: f"Enable{BYPASS_PINNING}",
    "InstallerHashOverride": "EnableHashOverride",
    "LocalArchiveMalwareScanOverride": "EnableLocalArchiveMalwareScanOverride",
    "ProxyCommandLineOptions": "EnableWindowsPackageManagerProxyCommandLineOptions",
    "ConfigurationProcessorPath": "EnableWindowsPackageManagerConfigurationProcessorPath",
}
"""The switches, and the policy that wins over each."""
DEFAULT_PROXY = "DefaultProxy"
"""The one setting that is a text."""
_FILE = "admin-settings.json"
_LOCK_SECONDS = 10.0
_CORRECT = "Correct the file, or remove it; every setting is off then."
_LONGEST = 2048


class AdminSettings(msgspec.Struct, frozen=True, rename="pascal", kw_only=True, omit_defaults=True):
    """What an administrator set.

    Attributes:
        enabled: The switches that are on; all are off from the start.
        default_proxy: The proxy of a caller that names none; empty for none.
    """

    enabled: tuple[str, ...] = ()
    default_proxy: str = ""

    def with_switch(self, name: str, *, on: bool) -> AdminSettings:
        """Return these with one switch on or off."""
        others = {one for one in self.enabled if one != name}
        return msgspec.structs.replace(self, enabled=tuple(sorted(others | {name} if on else others)))

    def with_default(self, name: str) -> AdminSettings:
        """Return these with the default of one setting."""
        if name == DEFAULT_PROXY:
            return msgspec.structs.replace(self, default_proxy="")
        return self.with_switch(name, on=False)


def admin_settings(host: Host) -> AdminSettings:
    """Return what an administrator set on this machine; every switch is off where none has set anything.

    Raises:
        HostError: the file cannot be read; a setting that weakens a check is not guessed.
    """
    folder = host.machine_state_folder()
    return AdminSettings() if folder is None else _read(folder / _FILE)


def set_admin_setting(host: Host, policies: Policies, name: str, *, enabled: bool) -> str:
    """Switch one setting of the machine on or off; return its name as it is spelled.

    Raises:
        BadRequest: there is no such switch.
        HostError: CommandRequiresAdmin.
        EngineError: BlockedByPolicy, where a policy decides it.
    """
    known = _named(name, tuple(ADMIN_SETTINGS))
    _change(host, policies, (known,), lambda kept: kept.with_switch(known, on=enabled))
    return known


def set_admin_text(host: Host, policies: Policies, name: str, value: str, *, checked: bool = True) -> str:
    """Set DefaultProxy, the one setting that is a text; return its name as it is spelled.

    Args:
        value: The address of a proxy, http or https.
        checked: Whether another text is refused; a document may have any, as for the reference.

    Raises:
        BadRequest: there is no such setting, or the value is no address.
        HostError, EngineError: as `set_admin_setting`.
    """
    known = _named(name, (DEFAULT_PROXY,))
    if checked:
        _check_proxy(value)
    _change(host, policies, (known,), lambda kept: msgspec.structs.replace(kept, default_proxy=value))
    return known


def reset_admin_settings(host: Host, policies: Policies, name: str | None = None) -> tuple[str, ...]:
    """Bring one setting, or all that no policy decides, back to the default; return their names.

    Raises:
        BadRequest, HostError, EngineError: as `set_admin_setting`.
    """
    everything = (*ADMIN_SETTINGS, DEFAULT_PROXY)
    if name is not None:
        names: tuple[str, ...] = (_named(name, everything),)
    else:
        names = tuple(one for one in everything if not _is_decided(policies, one))

    def reset(kept: AdminSettings) -> AdminSettings:
        for one in names:
            kept = kept.with_default(one)
        return kept

    _change(host, policies, names, reset)
    return names


def set_admin_settings_aside(host: Host) -> None:
    """Rename the file of the settings, so that every one is off. Raises HostError: CommandRequiresAdmin, or the file
    cannot be renamed.
    """
    _refuse_user(host, tuple(ADMIN_SETTINGS))
    path = _path(host)
    with as_host_error("rename the administrator's settings", str(path)):
        path.replace(path.with_name(f"{path.name}.damaged"))


def require(host: Host, policies: Policies, names: Sequence[str]) -> None:
    """Refuse what a policy forbids, or what is off until an administrator allows it.

    Args:
        names: Of TOGGLES. One that wins over an administrator's switch needs that switch where it is not configured.

    Raises:
        EngineError: BlockedByPolicy.
        BadRequest: The switch is off.
        HostError: The administrator's settings cannot be read.
    """
    if name := next((name for name in names if policies.disables(name)), None):
        raise blocked(name)
    needed = [_SWITCHES[name] for name in names if name in _SWITCHES and not policies.enables(name)]
    if not needed:
        return
    given = admin_settings(host)
    if off := next((name for name in needed if name not in given.enabled), None):
        raise BadRequest(
            f"This machine does not allow {TOGGLES[ADMIN_SETTINGS[off]]}: the administrator's setting {off} is off.",
            target=off,
            remedy=ADMIN_SETTING_OFF.of(Setting=off),
        )


_SWITCHES = {policy: name for name, policy in ADMIN_SETTINGS.items()}


def _change(
    host: Host, policies: Policies, names: Sequence[str], change: Callable[[AdminSettings], AdminSettings]
) -> None:
    """Write the machine's settings under their lock; refused where a policy decides one of them."""
    _refuse_user(host, names)
    if found := next((name for name in names if _is_decided(policies, name)), None):
        raise decided(found, ADMIN_SETTINGS.get(found, PROXY))
    path = _path(host)
    busy = Busy("Another process is changing the settings.", remedy="Try again.")
    with lock_file(path.with_suffix(".lock"), _LOCK_SECONDS, busy):
        before = _read(path)
        after = change(before)
        if after != before:
            write_whole(path, msgspec.json.format(msgspec.json.encode(after)))


def _refuse_user(host: Host, names: Sequence[str]) -> None:
    if not host.facts().elevated:
        raise HostError(
            f"Only an administrator may change the settings of the machine: {', '.join(names)}.",
            code=ErrorCode.CommandRequiresAdmin,
            target=names[0] if names else None,
            remedy="Run the command as administrator.",
        )


def _is_decided(policies: Policies, name: str) -> bool:
    if name == DEFAULT_PROXY:
        return policies.default_proxy is not None
    return policies.state(ADMIN_SETTINGS[name]) is not PolicyState.not_configured


def _named(name: str, known: Sequence[str]) -> str:
    found = next((one for one in known if one.casefold() == name.casefold()), None)
    if found is not None:
        return found
    if name.casefold() in [one.casefold() for one in (*ADMIN_SETTINGS, DEFAULT_PROXY)]:
        kind = "a text, not a switch" if name.casefold() == DEFAULT_PROXY.casefold() else "a switch, not a text"
        raise BadRequest(f"The setting {name} is {kind}.", target=name, remedy=f"Use {', '.join(known)}.")
    raise BadRequest(f"The setting {name} does not exist.", target=name, remedy=f"Use {', '.join(known)}.")


def _check_proxy(value: str) -> None:
    from urllib.parse import urlsplit  # late: start time

    try:
        parts = urlsplit(value)
        fits = parts.scheme in ("http", "https") and bool(parts.hostname) and len(value) <= _LONGEST
    except ValueError:
        fits = False
    if not fits:
        raise BadRequest(
            f"{value!r} is not the address of a proxy.", target=DEFAULT_PROXY, remedy="Give it as http://host:port."
        )


def _path(host: Host) -> Path:
    """The file that an administrator writes; an elevated engine's own folder is the machine's."""
    return (host.machine_state_folder() or host.state_folder()) / _FILE


def _read(path: Path) -> AdminSettings:
    with as_host_error("read", str(path), _CORRECT):
        try:
            content = read_own_file(path)
        except FileNotFoundError:
            return AdminSettings()
    try:
        return json_decoder(AdminSettings).decode(content)
    except UNREADABLE as error:
        raise HostError(
            f"The administrator's settings {path} cannot be read: {error}.",
            code=ErrorCode.JsonInvalidFile,
            target=str(path),
            remedy=_CORRECT,
        ) from error
