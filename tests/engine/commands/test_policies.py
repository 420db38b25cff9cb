"""Group Policy in the machine's registry, as a user of a running engine meets it."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from kit.place import Place
from wingetpy.commands.command import Command
from wingetpy.commands.parameters import Totals
from wingetpy.commands.registry import REGISTRY, RegisteredCommand
from wingetpy.errors import BadRequest, EngineError, ErrorCode
from wingetpy.hosts.registry import Hive, RegistryValue
from wingetpy.model.call import Call
from wingetpy.model.proxy import NetworkParameters, Proxy
from wingetpy.settings.admin import ADMIN_SETTINGS
from wingetpy.settings.policy import POLICY_KEY, TOGGLES
from wingetpy.settings.policy_effects import PolicyReport


@pytest.fixture
def place(tmp_path: Path) -> Place:
    place = Place(tmp_path)
    place.package("Some.Tool")
    place.open()
    return place


def toggle(place: Place, name: str, number: int) -> None:
    place.host.registry.set_value(Hive.machine, POLICY_KEY, name, RegistryValue("dword", number))


def listed(place: Place) -> dict[str, str]:
    """Who configured each source."""
    place.ask("source/list")
    return {row.name: row.origin for row in place.call.rows}  # type: ignore[attr-defined]


def export(place: Place) -> str:
    place.ask("source/export", Name="Test")
    return json.dumps({key.title().replace("_", ""): value for key, value in _members(place).items()})


def _members(place: Place) -> dict[str, object]:
    [row] = place.call.rows
    return {name: getattr(row, name) for name in row.__struct_fields__}


def refused(place: Place, method: str, **parameters: object) -> str:
    with pytest.raises(EngineError) as caught:
        place.ask(method, **parameters)
    assert caught.value.code is ErrorCode.BlockedByPolicy
    return caught.value.text


def test_the_export_is_what_a_policy_takes(place: Place) -> None:
    text = export(place)
    place.ask("source/remove", Name="Test")
    assert listed(place) == {}
    key = rf"{POLICY_KEY}\AdditionalSources"
    place.host.registry.set_value(Hive.machine, key, "1", RegistryValue("sz", text))
    assert listed(place) == {}
    toggle(place, "EnableAdditionalSources", 1)
    assert listed(place) == {"Test": "Policy"}
    assert place.install(Id="Some.Tool").source == "Test"
    for change in ("source/remove", "source/reset", "source/edit"):
        more = {"Explicit": True} if change == "source/edit" else {}
        assert "EnableAdditionalSources" in refused(place, change, Name="Test", **more)


def test_a_list_entry_that_cannot_be_read_is_named_and_the_others_hold(place: Place) -> None:
    key = rf"{POLICY_KEY}\AdditionalSources"
    place.host.registry.set_value(Hive.machine, key, "1", RegistryValue("sz", '{"Name": 1}'))
    assert listed(place) == {"Test": "User"}
    assert any("AdditionalSources" in text for text in place.call.warnings())


def test_own_sources_are_forbidden_and_come_back(place: Place) -> None:
    toggle(place, "EnableAllowedSources", 0)
    assert listed(place) == {}
    assert "EnableAllowedSources" in refused(place, "source/add", Name="New", Argument=str(place.source))
    toggle(place, "EnableAllowedSources", 1)
    assert listed(place) == {}
    place.host.registry.delete_value(Hive.machine, POLICY_KEY, "EnableAllowedSources")
    assert listed(place) == {"Test": "User"}


def test_the_settings_of_a_user_can_be_switched_off(place: Place) -> None:
    file = place.host.state_folder() / "settings.json"
    file.write_text('{"source": {"autoUpdateIntervalInMinutes": 77}}')
    assert place.engine.settings().settings.source.auto_update_minutes == 77
    toggle(place, "EnableSettings", 0)
    assert place.engine.settings().settings.source.auto_update_minutes == 5
    assert "EnableSettings" in refused(place, "setting/get")


def test_an_installer_with_another_hash_or_a_manifest_of_ones_own_can_be_forbidden(place: Place) -> None:
    for name in ("EnableHashOverride", "EnableLocalManifestFiles"):
        toggle(place, name, 0)
    assert "EnableHashOverride" in refused(place, "package/install", Id="Some.Tool", AllowHashMismatch=True)
    manifest = str(place.shelf.manifest("Some.Tool"))
    for method, more in (
        ("package/install", {}),
        ("package/plan", {"Operation": "Install"}),
        ("package/uninstall", {}),
    ):
        assert "EnableLocalManifestFiles" in refused(place, method, Manifest=manifest, **more), method


def test_everything_can_be_forbidden_while_the_engine_runs(place: Place) -> None:
    toggle(place, "EnableAppInstaller", 0)
    assert "EnableAppInstaller" in refused(place, "package/find")
    place.ask("engine/info")
    toggle(place, "EnableAppInstaller", 1)
    place.ask("package/find")


def report(place: Place, name: str) -> tuple[str, str, str, str]:
    """State, value in effect, who decided and effect of one policy."""
    place.ask("policy/get", Name=name)
    [row] = place.call.rows
    assert isinstance(row, PolicyReport)
    return row.state, row.effective, row.source, row.effect


def off(place: Place, method: str, **parameters: object) -> str:
    """The setting that an administrator would have to switch on."""
    with pytest.raises(BadRequest, match="administrator's setting") as caught:
        place.ask(method, **parameters)
    assert caught.value.code is ErrorCode.InvalidClArguments
    return str(caught.value.target)


SWITCHES = [
    ("InstallerHashOverride", "EnableHashOverride", "package/install", {"AllowHashMismatch": True}),
    ("LocalArchiveMalwareScanOverride", "EnableLocalArchiveMalwareScanOverride", "package/install",
     {"IgnoreMalwareScan": True}),
    ("LocalManifestFiles", "EnableLocalManifestFiles", "package/uninstall", {"Manifest": "MANIFEST"}),
    ("ProxyCommandLineOptions", "EnableWindowsPackageManagerProxyCommandLineOptions", "package/find",
     {"Proxy": {"No": "*", "Named": True}}),
]  # fmt: skip


@pytest.mark.parametrize(("setting", "policy", "method", "option"), SWITCHES)
def test_a_switch_is_off_until_an_administrator_or_a_policy_allows_it(
    place: Place, setting: str, policy: str, method: str, option: dict[str, object]
) -> None:
    place.allow()
    if "Manifest" in option:
        option = {"Manifest": str(place.shelf.manifest("Some.Tool"))}
    given = {"Id": "Some.Tool", **option}
    if "Manifest" in option:
        del given["Id"]
    assert off(place, method, **given) == setting
    assert report(place, policy)[:3] == ("NotConfigured", "Off", "Default")
    toggle(place, policy, 0)
    place.allow(setting)
    assert policy in refused(place, method, **given)
    assert report(place, policy)[:3] == ("Disabled", "Off", "Policy")
    place.host.registry.delete_value(Hive.machine, POLICY_KEY, policy)
    assert report(place, policy)[:3] == ("NotConfigured", "On", "Administrator")
    toggle(place, policy, 1)
    place.allow()
    assert report(place, policy)[:3] == ("Enabled", "On", "Policy")
    if method == "package/uninstall":
        place.install(Id="Some.Tool")
    facts = place.host.facts()
    if setting == "InstallerHashOverride" and facts.elevated:  # a user who is elevated never may
        [row] = _rows(place, method, **given)
        assert row.error.remedy_id == "HashCheckElevated"  # type: ignore[attr-defined]
    else:
        place.ask(method, **given)


def _rows(place: Place, method: str, **given: object) -> list[object]:
    place.ask(method, **given)
    return list(place.call.rows)


def test_the_policies_answer_when_everything_is_forbidden(place: Place) -> None:
    toggle(place, "EnableAppInstaller", 0)
    assert report(place, "EnableAppInstaller") == ("Disabled", "Off", "Policy", "Every command and cmdlet is refused.")
    place.ask("error/get", Input="0x8A15003A")
    assert "EnableAppInstaller" in refused(place, "setting/export")


def test_every_policy_of_the_templates_is_reported_once(place: Place) -> None:
    place.ask("policy/get")
    names = [row.name for row in place.call.rows]  # type: ignore[attr-defined]
    assert len(names) == len(set(names))
    assert {*TOGGLES, "SourceAutoUpdateInterval", "DefaultProxy", "AdditionalSources", "AllowedSources"} < set(names)
    with pytest.raises(BadRequest, match="NoSuchPolicy"):
        place.ask("policy/get", Name="NoSuchPolicy")


def test_the_interval_of_a_policy_comes_before_the_user_s(place: Place) -> None:
    file = place.host.state_folder() / "settings.json"
    file.write_text('{"source": {"autoUpdateIntervalInMinutes": 77}}')
    assert report(place, "SourceAutoUpdateInterval")[:3] == ("NotConfigured", "77", "User")
    toggle(place, "SourceAutoUpdateInterval", 9)
    assert report(place, "SourceAutoUpdateInterval")[:3] == ("Enabled", "9", "Policy")


def test_the_default_proxy_is_the_policy_s_then_the_administrator_s(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    used: list[Proxy | None] = []

    def note(context: object, parameters: object, call: Call) -> Totals:
        used.append(call.proxy)
        return Totals(count=0)

    entry = RegisteredCommand("toy/run", "toy", "RUN")
    entry.__dict__["command"] = Command(NetworkParameters, Totals, note)
    monkeypatch.setitem(REGISTRY, "toy/run", entry)
    place.ask("toy/run", Proxy={"Http": "http://environment"})
    place.allow("ProxyCommandLineOptions")
    place.ask("setting/set", Name="defaultproxy", Value="http://administrator:1")
    place.ask("toy/run", Proxy={"Http": "http://environment"})
    place.ask("toy/run", Proxy={"Http": "http://mine", "Named": True})
    place.host.registry.set_value(Hive.machine, POLICY_KEY, "DefaultProxy", RegistryValue("sz", "http://policy"))
    place.ask("toy/run")
    assert "DefaultProxy" in refused(place, "setting/set", Name="DefaultProxy", Value="http://other")
    assert [proxy and proxy.http for proxy in used] == [
        "http://environment", "http://administrator:1", "http://mine", "http://policy",
    ]  # fmt: skip
    assert report(place, "DefaultProxy")[:3] == ("Enabled", "http://policy", "Policy")


def test_settings_are_reset_by_name_or_all_but_what_a_policy_decides(place: Place) -> None:
    toggle(place, "EnableHashOverride", 1)
    assert "EnableHashOverride" in refused(place, "setting/reset", Name="InstallerHashOverride")
    place.ask("setting/set", Name="DefaultProxy", Value="http://p:1")
    place.ask("setting/reset", Name="DefaultProxy")
    assert report(place, "DefaultProxy")[:3] == ("NotConfigured", "", "Default")
    done = place.ask("setting/reset", All=True)
    assert "InstallerHashOverride" not in done.names  # type: ignore[attr-defined]
    assert report(place, "EnableLocalManifestFiles")[:3] == ("NotConfigured", "Off", "Default")
    for wrong in ({}, {"Name": "DefaultProxy", "All": True}, {"Name": "Nothing"}):
        with pytest.raises(BadRequest):
            place.ask("setting/reset", **wrong)
    for value in ("proxy", "ftp://x", "http://"):
        with pytest.raises(BadRequest, match="address of a proxy"):
            place.ask("setting/set", Name="DefaultProxy", Value=value)


def test_the_page_has_a_row_for_each_policy_with_a_test_that_exists() -> None:
    repository = Path(__file__).parents[3]
    page = (repository / "docs" / "policies.md").read_text("utf-8")
    rows = [line.split("|") for line in page[: page.index("## Administrators")].splitlines() if line.startswith("| `")]
    named = {name for row in rows for name in re.findall(r"`(\w+)`", row[1])}
    assert {*TOGGLES, "SourceAutoUpdateInterval", "DefaultProxy"} <= named
    tests = {name for row in rows for name in re.findall(r"`(test_\w+)`", row[-2])}
    written = "".join(file.read_text("utf-8") for file in (repository / "tests" / "engine").rglob("test_*.py"))
    assert [name for name in tests if f"def {name}(" not in written] == []
    assert all("test_" in row[-2] or "the same" in row[-2] for row in rows)
    switches = page[page.index("## Administrators") :]
    assert [name for name in (*ADMIN_SETTINGS, "DefaultProxy") if f"| `{name}` |" not in switches] == []


def test_configuration_files_can_be_forbidden(place: Place, tmp_path: Path) -> None:
    file = tmp_path / "empty.dsc.yaml"
    file.write_text("properties:\n  configurationVersion: 0.2.0\n  resources: []\n")
    place.ask("configuration/show", Path=str(file))
    toggle(place, "EnableWindowsPackageManagerConfiguration", 0)
    for method in ("configuration/show", "configuration/test", "configuration/apply"):
        assert "EnableWindowsPackageManagerConfiguration" in refused(place, method, Path=str(file)), method
