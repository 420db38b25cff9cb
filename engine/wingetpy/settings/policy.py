"""Group Policy: what an organization decided for this machine, under the names that winget's templates (ADMX) write."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import msgspec

from wingetpy.errors import EngineError, ErrorCode
from wingetpy.hosts.registry import Hive, RegistryValue
from wingetpy.model.decoding import UNREADABLE, json_decoder

if TYPE_CHECKING:
    from wingetpy.hosts.registry import Registry, Watch

POLICY_KEY = r"Software\Policies\Microsoft\Windows\AppInstaller"
ADDITIONAL, ALLOWED = "AdditionalSources", "AllowedSources"
INTERVAL, PROXY, ZONES = "SourceAutoUpdateInterval", "DefaultProxy", "MsixAllowedZones"

TOGGLES = {
    "EnableAppInstaller": "use of the package manager",
    "EnableWindowsPackageManagerCommandLineInterfaces": "use of the command line and of PowerShell cmdlets",
    "EnableSettings": "changes to the settings",
    "EnableExperimentalFeatures": "experimental features",
    "EnableLocalManifestFiles": "installations from local manifests",
    "EnableHashOverride": "an installer whose hash does not match",
    "EnableLocalArchiveMalwareScanOverride": "an archive of a local manifest that the scan refuses",
    "EnableDefaultSource": "the source winget",
    "EnableMicrosoftStoreSource": "the source msstore",
    "EnableFontSource": "the source winget-font",
    "EnableAdditionalSources": "the sources of the policy",
    "EnableAllowedSources": "other sources than those on the list of allowed ones",
    "EnableBypassCertificatePinningForMicrosoftStore": "a certificate of the Microsoft Store that is not pinned",
    "EnableWindowsPackageManagerProxyCommandLineOptions": "a proxy that a command names",
    "EnableWindowsPackageManagerConfigurationProcessorPath": "another processor of configuration files",
    "EnableWindowsPackageManagerConfiguration": "configuration files",
    "EnableWindowsPackageManagerMcpServer": "the MCP server",
    "EnableMSAppInstallerProtocol": "links of the protocol ms-appinstaller",
    "EnableMsixAllowedZones": "MSIX packages of some zones",
    "EnableMsixSmartScreenCheck": "the SmartScreen check of MSIX packages",
}
"""The one table of policies with two states: the name of its value, and what it governs, for messages."""


class PolicyState(StrEnum):
    not_configured = "NotConfigured"
    enabled = "Enabled"
    disabled = "Disabled"


class PolicySource(msgspec.Struct, frozen=True, rename="pascal", kw_only=True):
    """A source in a list of Group Policy, in the shape that `source export` writes."""

    name: str
    arg: str
    type: str
    data: str
    identifier: str
    trust_level: tuple[str, ...] = ()
    explicit: bool = False
    priority: Annotated[int, msgspec.Meta(ge=-(2**31), le=2**31 - 1)] = 0


class Policies(msgspec.Struct, frozen=True, kw_only=True):
    """What is configured.

    Attributes:
        toggles: The configured ones of TOGGLES.
        source_interval_minutes: Wins over the user's setting; None where it is not configured.
        default_proxy: The proxy of who names none; None where it is not configured.
        zones: Whether MSIX packages of a zone are allowed, by its name; App Installer reads it, this engine does not.
        additional, allowed: The lists; None where there is none.
        broken: What of a list, and which value of a wrong type, cannot be read, as sentences.
    """

    toggles: dict[str, bool] = {}
    source_interval_minutes: int | None = None
    default_proxy: str | None = None
    zones: dict[str, bool] = {}
    additional: tuple[PolicySource, ...] | None = None
    allowed: tuple[PolicySource, ...] | None = None
    broken: tuple[str, ...] = ()

    def state(self, name: str) -> PolicyState:
        """Return the state of a policy of TOGGLES. Raises KeyError for another name."""
        if name not in TOGGLES:
            raise KeyError(name)
        given = self.toggles.get(name)
        if given is None:
            return PolicyState.not_configured
        return PolicyState.enabled if given else PolicyState.disabled

    def enables(self, name: str) -> bool:
        """Whether a policy is set to enabled; it is not where it is not configured."""
        return self.state(name) is PolicyState.enabled

    def disables(self, name: str) -> bool:
        """Whether a policy is set to disabled; it is not where it is not configured."""
        return self.state(name) is PolicyState.disabled


def blocked(name: str, target: str | None = None) -> EngineError:
    """Return the error for what a policy forbids.

    Args:
        name: One of TOGGLES, or DefaultProxy.
        target: What it is about, if not the policy itself.
    """
    return EngineError(
        f"Group Policy forbids {TOGGLES.get(name, 'another default proxy')}: {name}.",
        code=ErrorCode.BlockedByPolicy,
        category="PermissionDenied",
        target=target or name,
        remedy="Ask your organization's administrator.",
    )


def decided(setting: str, policy: str) -> EngineError:
    """Return the error for a change of an administrator's setting that a policy decides, whichever way.

    Args:
        setting: Its name.
        policy: One of TOGGLES, or DefaultProxy.
    """
    return EngineError(
        f"Group Policy decides the setting {setting}: {policy}.",
        code=ErrorCode.BlockedByPolicy,
        category="PermissionDenied",
        target=setting,
        remedy="Ask your organization's administrator.",
    )


class PolicyReader:
    """Reads the policies of a machine, and again when they may have changed. Several threads may ask it."""

    def __init__(self, registry: Registry) -> None:
        self._registry = registry
        self._lock = threading.Lock()
        self._watch: Watch | None = None
        self._read = Policies()

    def current(self) -> Policies:
        """Return the policies that hold now. Raises HostError where they cannot be read."""
        with self._lock:
            if self._watch is None or self._watch.changed():
                if self._watch is not None:
                    self._watch.close()
                self._watch = self._registry.watch(Hive.machine, POLICY_KEY)  # before it is read: never stale
                self._read = read_policies(self._registry)
            return self._read


def read_policies(registry: Registry) -> Policies:
    """Return what is configured. A value of a wrong type counts as not configured, as in the reference."""
    values = {name.casefold(): value for name, value in (registry.values(Hive.machine, POLICY_KEY) or {}).items()}
    interval = INTERVAL if INTERVAL.casefold() in values else f"{INTERVAL}InMinutes"
    broken = [text for name in (*TOGGLES, interval) if (text := _wrong_type(values, name))]
    zones = registry.values(Hive.machine, f"{POLICY_KEY}\\{ZONES}") or {}
    return Policies(
        toggles={name: bool(number) for name in TOGGLES if (number := _number(values, name)) is not None},
        source_interval_minutes=_number(values, interval),
        default_proxy=_text(values, PROXY, broken),
        zones={name: bool(value.data) for name, value in zones.items() if value.kind == "dword"},
        additional=_sources(registry, ADDITIONAL, broken),
        allowed=_sources(registry, ALLOWED, broken),
        broken=tuple(broken),
    )


def _number(values: dict[str, RegistryValue], name: str) -> int | None:
    value = values.get(name.casefold())
    return value.data if value is not None and value.kind == "dword" and isinstance(value.data, int) else None


def _text(values: dict[str, RegistryValue], name: str, broken: list[str]) -> str | None:
    """A text that is not empty; None where there is none, or with a sentence where it is of another type."""
    value = values.get(name.casefold())
    if value is None:
        return None
    if value.kind not in ("sz", "expand_sz") or not isinstance(value.data, str):
        broken.append(f"The policy {name} is not used: its value is of the type {_shown(value)}, not REG_SZ.")
        return None
    return value.data or None


def _wrong_type(values: dict[str, RegistryValue], name: str) -> str:
    """A sentence on a value that is there and is no number; empty for none."""
    value = values.get(name.casefold())
    if value is None or _number(values, name) is not None:
        return ""
    return f"The policy {name} is not used: its value is of the type {_shown(value)}, not REG_DWORD."


def _shown(value: RegistryValue) -> str:
    return f"REG_{value.kind.upper()}"


def _sources(registry: Registry, key: str, broken: list[str]) -> tuple[PolicySource, ...] | None:
    values = registry.values(Hive.machine, f"{POLICY_KEY}\\{key}")
    return None if values is None else tuple(_read_list(key, values, broken))


def _read_list(key: str, values: dict[str, RegistryValue], broken: list[str]) -> Iterator[PolicySource]:
    """The sources of a list in the order of its numbers; one that cannot be read is reported and left out."""
    for name, value in sorted(values.items(), key=lambda item: (len(item[0]), item[0])):
        what = f"The value {name} of the policy {key} is not used: it is"
        if value.kind not in ("sz", "expand_sz") or not isinstance(value.data, str):
            broken.append(f"{what} of the type {_shown(value)}, not REG_SZ.")
            continue
        try:
            yield json_decoder(PolicySource).decode(value.data)
        except UNREADABLE as error:
            broken.append(f"{what} not the JSON of a source: {error}.")
