"""Group Policy is read as winget's templates write it, and says who decided."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from wingetpy.errors import BadRequest, EngineError, ErrorCode, HostError
from wingetpy.hosts.host import Host
from wingetpy.hosts.registry import Hive, RegistryValue
from wingetpy.hosts.sandbox import SandboxFacts, SandboxHost
from wingetpy.settings.admin import BYPASS_PINNING, admin_settings, require, set_admin_setting
from wingetpy.settings.decisions import Decider, Decision, pinning, source_interval
from wingetpy.settings.policy import POLICY_KEY, Policies, PolicyReader, PolicyState, read_policies

SOURCE = {"Name": "ours", "Arg": "https://x.test", "Type": "Microsoft.Rest", "Data": "", "Identifier": "Ours"}
BYPASS_POLICY = f"Enable{BYPASS_PINNING}"


@pytest.fixture
def host(tmp_path: Path) -> Host:
    return SandboxHost(tmp_path)


def write(host: Host, name: str, data: object, kind: str = "dword", below: str = "") -> None:
    key = f"{POLICY_KEY}\\{below}" if below else POLICY_KEY
    host.registry.set_value(Hive.machine, key, name, RegistryValue(kind, data))  # type: ignore[arg-type]


def test_a_policy_has_three_states(host: Host) -> None:
    write(host, "EnableDefaultSource", 1)
    write(host, "enablefontsource", 0)
    write(host, "EnableAllowedSources", "1", "sz")
    policies = read_policies(host.registry)
    assert policies.state("EnableDefaultSource") is PolicyState.enabled
    assert policies.state("EnableFontSource") is PolicyState.disabled
    assert policies.state("EnableAllowedSources") is PolicyState.not_configured
    assert policies.state("EnableSettings") is PolicyState.not_configured
    with pytest.raises(KeyError):
        policies.state("EnableWhatever")


def test_a_list_has_the_shape_of_the_export_and_what_is_broken_is_left_out(host: Host) -> None:
    write(host, "2", json.dumps({**SOURCE, "Name": "second", "TrustLevel": ["Trusted"], "Explicit": True}), "sz",
          "AdditionalSources")  # fmt: skip
    write(host, "1", json.dumps(SOURCE), "sz", "AdditionalSources")
    write(host, "3", json.dumps({"Name": "no more"}), "sz", "AdditionalSources")
    write(host, "4", "{", "sz", "AdditionalSources")
    policies = read_policies(host.registry)
    assert [(one.name, one.trust_level, one.explicit) for one in policies.additional or ()] == [
        ("ours", (), False),
        ("second", ("Trusted",), True),
    ]
    assert policies.allowed is None
    assert len(policies.broken) == 2
    assert all("AdditionalSources" in text for text in policies.broken)


@pytest.mark.parametrize(
    ("data", "kind", "reason"),
    [
        ("", "sz", "not the JSON of a source"),
        ("null", "sz", "not the JSON of a source"),
        ("[" * 100_000, "sz", "not the JSON of a source"),
        (json.dumps({**SOURCE, "Priority": 2**70}), "sz", "not the JSON of a source"),
        (json.dumps({**SOURCE, "TrustLevel": "Trusted"}), "sz", "not the JSON of a source"),
        (1, "dword", "of the type REG_DWORD, not REG_SZ"),
        (b"\xff\xfe", "binary", "of the type REG_BINARY, not REG_SZ"),
    ],
)
@pytest.mark.parametrize("key", ["AdditionalSources", "AllowedSources"])
def test_a_value_of_a_list_that_is_no_source_is_named_with_the_reason(
    host: Host, key: str, data: object, kind: str, reason: str
) -> None:
    write(host, "1", data, kind, key)
    policies = read_policies(host.registry)
    [text] = policies.broken
    assert f"The value 1 of the policy {key} is not used: it is {reason}" in text
    assert (policies.additional or ()) == (policies.allowed or ()) == ()


def test_a_policy_of_another_type_is_not_configured_and_named(host: Host) -> None:
    write(host, "enableDefaultSource", "1", "sz")
    write(host, "SourceAutoUpdateInterval", "5", "sz")
    policies = read_policies(host.registry)
    assert policies.broken == (
        "The policy EnableDefaultSource is not used: its value is of the type REG_SZ, not REG_DWORD.",
        "The policy SourceAutoUpdateInterval is not used: its value is of the type REG_SZ, not REG_DWORD.",
    )
    assert policies.source_interval_minutes is None


def test_the_interval_of_a_policy_wins_and_its_old_name_counts(host: Host) -> None:
    assert source_interval(read_policies(host.registry), 5) == Decision(5, Decider.default)
    assert source_interval(read_policies(host.registry), 7) == Decision(7, Decider.user)
    write(host, "SourceAutoUpdateIntervalInMinutes", 60)
    assert source_interval(read_policies(host.registry), 7) == Decision(60, Decider.policy)
    write(host, "SourceAutoUpdateInterval", 0)
    assert source_interval(read_policies(host.registry), 7) == Decision(0, Decider.policy)


def test_a_change_of_a_policy_is_seen_by_a_running_engine(host: Host) -> None:
    reader = PolicyReader(host.registry)
    assert reader.current() == Policies()
    assert reader.current() is reader.current()
    write(host, "EnableSettings", 0)
    assert reader.current().disables("EnableSettings")


@pytest.mark.parametrize(
    ("policy", "administrator", "checked", "decider"),
    [
        (None, False, True, Decider.default),
        (None, True, False, Decider.administrator),
        (1, False, False, Decider.policy),
        (0, True, True, Decider.policy),
    ],
)
def test_who_decides_on_the_pins_of_the_store(
    host: Host, policy: int | None, administrator: bool, checked: bool, decider: Decider
) -> None:
    if administrator:
        set_admin_setting(host, Policies(), BYPASS_PINNING.lower(), enabled=True)
    if policy is not None:
        write(host, BYPASS_POLICY, policy)
    assert pinning(read_policies(host.registry), admin_settings(host)) == Decision(checked, decider)


def test_an_administrators_setting_is_switched_on_and_off(host: Host) -> None:
    assert set_admin_setting(host, Policies(), BYPASS_PINNING, enabled=True) == BYPASS_PINNING
    assert admin_settings(host).enabled == (BYPASS_PINNING,)
    set_admin_setting(host, Policies(), BYPASS_PINNING, enabled=False)
    assert admin_settings(host).enabled == ()


def test_a_user_may_not_switch_it(tmp_path: Path) -> None:
    host = SandboxHost(tmp_path, SandboxFacts(elevated=False))
    with pytest.raises(HostError) as refused:
        set_admin_setting(host, Policies(), BYPASS_PINNING, enabled=True)
    assert refused.value.code is ErrorCode.CommandRequiresAdmin


def test_nobody_switches_what_a_policy_decides(host: Host) -> None:
    with pytest.raises(EngineError) as refused:
        set_admin_setting(host, Policies(toggles={BYPASS_POLICY: False}), BYPASS_PINNING, enabled=True)
    assert refused.value.code is ErrorCode.BlockedByPolicy
    assert refused.value.text == f"Group Policy decides the setting {BYPASS_PINNING}: {BYPASS_POLICY}."


@pytest.mark.parametrize("name", ["DefaultProxy", "NoSuchSetting"])
def test_what_is_no_switch_is_refused_by_name(host: Host, name: str) -> None:
    with pytest.raises(BadRequest, match=name):
        set_admin_setting(host, Policies(), name, enabled=True)


def test_switches_that_may_not_be_read_are_a_refusal_of_the_system(host: Host, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(path: Path) -> bytes:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr("wingetpy.settings.admin.read_own_file", refused)
    with pytest.raises(HostError, match="access is denied") as error:
        admin_settings(host)
    assert error.value.code is ErrorCode.AccessDenied
    assert "orrect the file" not in (error.value.remedy or "")


def test_a_damaged_file_of_switches_is_no_switch(host: Host) -> None:
    (host.state_folder() / "admin-settings.json").write_text("{")
    with pytest.raises(HostError, match="admin-settings"):
        admin_settings(host)


class Administered(SandboxHost):
    """A machine with a folder of its administrators, or none yet, and an engine of a user."""

    administrators: Path | None = None

    def machine_state_folder(self) -> Path | None:
        return self.administrators


def test_what_a_user_writes_into_his_own_folder_allows_nothing(tmp_path: Path) -> None:
    host = Administered(tmp_path / "machine", SandboxFacts(elevated=False))
    (host.state_folder() / "admin-settings.json").write_text('{"Enabled":["InstallerHashOverride"]}')
    with pytest.raises(BadRequest, match="InstallerHashOverride is off"):
        require(host, read_policies(host.registry), ["EnableHashOverride"])
    host.administrators = tmp_path / "administrators"
    host.administrators.mkdir()
    (host.administrators / "admin-settings.json").write_text('{"Enabled":["InstallerHashOverride"]}')
    require(host, read_policies(host.registry), ["EnableHashOverride"])
