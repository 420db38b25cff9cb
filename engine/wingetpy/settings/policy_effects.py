"""What each Group Policy does on this machine now: its state, who decided, and its effect in a sentence."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from wingetpy.errors.secrets import without_secrets
from wingetpy.settings.admin import ADMIN_SETTINGS, AdminSettings
from wingetpy.settings.decisions import Decider, Decision, admin_switch, default_proxy, source_interval
from wingetpy.settings.policy import ADDITIONAL, ALLOWED, INTERVAL, PROXY, ZONES, Policies, PolicySource, PolicyState

_EFFECTS = {
    "EnableAppInstaller": (
        "Everything works.", "Every command and cmdlet is refused.", "Everything works."),
    "EnableWindowsPackageManagerCommandLineInterfaces": (
        "Every command and cmdlet works.", "Every command and cmdlet is refused.", "Every command and cmdlet works."),
    "EnableSettings": (
        "The user's settings hold.", "The user's settings are ignored and cannot be changed.",
        "The user's settings hold."),
    "EnableExperimentalFeatures": ("This version has no experimental features.",) * 3,
    "EnableLocalManifestFiles": (
        "Packages can be named by a manifest of one's own.", "No package can be named by a manifest of one's own.", ""),
    "EnableHashOverride": (
        "An installer with another hash can be accepted, by a user who is not elevated.",
        "An installer with another hash is never accepted.", ""),
    "EnableLocalArchiveMalwareScanOverride": (
        "The option is accepted; no check of archives is left out.", "The option is refused.", ""),
    "EnableDefaultSource": (
        "The source winget is there and stays.", "The source winget is not there.", "The user decides on winget."),
    "EnableMicrosoftStoreSource": (
        "The source msstore is there and stays.", "The source msstore is not there.", "The user decides on msstore."),
    "EnableFontSource": (
        "The source winget-font is there and stays.", "The source winget-font is not there.",
        "The user decides on winget-font."),
    "EnableAdditionalSources": (
        "The sources of the list are there and stay.", "No source is added by policy.",
        "No source is added by policy."),
    "EnableAllowedSources": (
        "Of the users' sources only those of the list count and can be added.",
        "Users' sources do not count, and none can be added.", "Users add the sources they like."),
    "EnableBypassCertificatePinningForMicrosoftStore": (
        "The certificate of msstore is not compared with the pinned ones.",
        "The certificate of msstore is compared with the pinned ones.", ""),
    "EnableWindowsPackageManagerProxyCommandLineOptions": (
        "A command can name its proxy.", "No command can name its proxy.", ""),
    "EnableWindowsPackageManagerConfigurationProcessorPath": (
        *("No effect: this version has one processor of configuration files.",) * 2, ""),
    "EnableWindowsPackageManagerConfiguration": (
        "Configuration files can be tested and applied.", "Configuration files are refused.",
        "Configuration files can be tested and applied."),
    "EnableWindowsPackageManagerMcpServer": ("This version has no MCP server.",) * 3,
    "EnableMSAppInstallerProtocol": ("Of App Installer's links; this engine handles none.",) * 3,
    "EnableMsixAllowedZones": ("Of App Installer; this engine asks no zone.",) * 3,
    "EnableMsixSmartScreenCheck": ("Of App Installer; this engine asks no SmartScreen.",) * 3,
}  # fmt: skip
"""By policy: enabled, disabled, not configured; without the last where an administrator's switch decides then."""
_OFF_UNCONFIGURED = ("EnableAdditionalSources", "EnableAllowedSources")
_NO_EFFECT = (
    "EnableExperimentalFeatures", "EnableWindowsPackageManagerMcpServer", "EnableMSAppInstallerProtocol",
    "EnableMsixAllowedZones", "EnableMsixSmartScreenCheck",
)  # fmt: skip


class PolicyReport(msgspec.Struct, frozen=True, rename="pascal", kw_only=True):
    """One policy.

    Attributes:
        name: Its registry value, or its key of a list.
        state: NotConfigured, Enabled or Disabled.
        value: What is configured, as a text; the names of the sources of a list.
        effective: What holds now: `On`, `Off`, a number, a text; empty where this engine has no use for it.
        source: Who decided it: Policy, Administrator, User or Default.
        setting: The setting that decides where the policy is not configured; empty for none.
        effect: What that means, as a sentence.
    """

    name: str
    state: str
    value: str
    effective: str
    source: str
    setting: str
    effect: str


def policy_report(policies: Policies, admin: AdminSettings, user_minutes: int) -> tuple[PolicyReport, ...]:
    """Return every policy of winget's templates.

    Args:
        policies: What is configured.
        admin: What an administrator set.
        user_minutes: The user's interval after which sources are refreshed.
    """
    toggles = (_toggle(name, policies, admin) for name in _EFFECTS)
    return (*toggles, *_lists(policies), _interval(policies, user_minutes), _proxy(policies, admin), _zones(policies))


def _toggle(name: str, policies: Policies, admin: AdminSettings) -> PolicyReport:
    enabled, disabled, not_configured = _EFFECTS[name]
    state = policies.state(name)
    switch = next((setting for setting, policy in ADMIN_SETTINGS.items() if policy == name), "")
    if switch:
        decision = admin_switch(switch, policies, admin)
        effect = enabled if decision.value else disabled
    else:
        by = Decider.default if state is PolicyState.not_configured else Decider.policy
        on = policies.enables(name) if name in _OFF_UNCONFIGURED else not policies.disables(name)
        decision = Decision(on, by)
        effect = {PolicyState.enabled: enabled, PolicyState.disabled: disabled}.get(state, not_configured)
    return PolicyReport(
        name=name,
        state=state.value,
        value="" if state is PolicyState.not_configured else str(int(policies.toggles[name])),
        effective="" if name in _NO_EFFECT else "On" if decision.value else "Off",
        source=decision.by.value,
        setting=switch,
        effect=effect,
    )


def _lists(policies: Policies) -> Iterator[PolicyReport]:
    for name, sources, governing in (
        (ADDITIONAL, policies.additional, "EnableAdditionalSources"),
        (ALLOWED, policies.allowed, "EnableAllowedSources"),
    ):
        counts = policies.enables(governing)
        yield PolicyReport(
            name=name,
            state=_state(sources is not None),
            value=", ".join(map(_shown, sources or ())),
            effective=str(len(sources or ()) if counts else 0),
            source=_by(sources is not None).value,
            setting="",
            effect=f"The list of {governing}, which counts." if counts else f"It counts where {governing} is enabled.",
        )


def _interval(policies: Policies, user: int) -> PolicyReport:
    decision = source_interval(policies, user)
    given = policies.source_interval_minutes
    refreshed = f"Sources are refreshed after {decision.value} minutes."
    return PolicyReport(
        name=INTERVAL,
        state=_state(given is not None),
        value="" if given is None else str(given),
        effective=str(decision.value),
        source=decision.by.value,
        setting="source.autoUpdateIntervalInMinutes",
        effect=refreshed if decision.value else "No source is refreshed by itself.",
    )


def _proxy(policies: Policies, admin: AdminSettings) -> PolicyReport:
    decision = default_proxy(policies, admin)
    return PolicyReport(
        name=PROXY,
        state=_state(policies.default_proxy is not None),
        value=without_secrets(policies.default_proxy or ""),
        effective=without_secrets(decision.value),
        source=decision.by.value,
        setting=PROXY,
        effect="Sources and downloads use this proxy." if decision.value else "The environment's proxies are used.",
    )


def _zones(policies: Policies) -> PolicyReport:
    return PolicyReport(
        name=ZONES,
        state=_state(bool(policies.zones)),
        value=", ".join(f"{name}={int(allowed)}" for name, allowed in sorted(policies.zones.items())),
        effective="",
        source=_by(bool(policies.zones)).value,
        setting="",
        effect="Of App Installer; this engine asks no zone.",
    )


def _state(configured: bool) -> str:
    return (PolicyState.enabled if configured else PolicyState.not_configured).value


def _by(configured: bool) -> Decider:
    return Decider.policy if configured else Decider.default


def _shown(source: PolicySource) -> str:
    return source.name
