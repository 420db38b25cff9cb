from __future__ import annotations

import json
from pathlib import Path, PureWindowsPath

import pytest

from wingetpy.errors import BadRequest
from wingetpy.hosts.facts import MachineFacts
from wingetpy.hosts.files import KnownFolder
from wingetpy.hosts.packages import MsixPackage
from wingetpy.hosts.sandbox import SandboxFacts, SandboxHost, write_facts
from wingetpy.hosts.sandbox.packages import write_packages


def test_a_fresh_machine_is_an_elevated_x64_windows_10(tmp_path: Path) -> None:
    assert SandboxHost(tmp_path).facts() == MachineFacts(
        architecture="x64",
        emulated_architectures=("x86",),
        os_version="10.0.19045",
        locales=("en-US",),
        market="US",
        elevated=True,
        pending_reboot=False,
        user_name="user",
    )


def test_the_file_is_over_the_default_the_environment_over_the_file_and_the_caller_over_all(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    write_facts(tmp_path, SandboxFacts(market="DE", elevated=False, architecture="arm64"))
    monkeypatch.setenv("WINGETPY_FACTS", '{"Elevated": true, "Market": "FR"}')
    facts = SandboxHost(tmp_path, SandboxFacts(market="AT")).facts()
    assert (facts.architecture, facts.elevated, facts.market) == ("arm64", True, "AT")


def test_facts_that_change_are_seen_at_once(tmp_path: Path) -> None:
    host = SandboxHost(tmp_path)
    assert host.facts().pending_reboot is False
    write_facts(tmp_path, SandboxFacts(pending_reboot=True))
    assert host.facts().pending_reboot is True
    (tmp_path / "facts.json").unlink()
    assert host.facts().pending_reboot is False


@pytest.mark.parametrize("text", ['{"Markt": "DE"}', '{"Elevated": "yes"}', "{", "[]"])
def test_facts_that_cannot_be_meant_are_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "facts.json").write_text(text)
    with pytest.raises(BadRequest) as refused:
        SandboxHost(tmp_path).facts()
    assert "facts" in refused.value.text


def test_the_clock_stands_where_it_is_set(tmp_path: Path) -> None:
    assert SandboxHost(tmp_path, SandboxFacts(now=1_700_000_000.5)).clock.now() == 1_700_000_000.5


@pytest.mark.parametrize("metered", [True, False, None])
def test_the_network_costs_what_is_set(tmp_path: Path, metered: bool | None) -> None:
    (tmp_path / "facts.json").write_text(json.dumps({"Metered": metered}))
    assert SandboxHost(tmp_path).metered() is metered


def test_a_server_without_a_desktop_can_be_played(tmp_path: Path) -> None:
    write_facts(tmp_path, SandboxFacts(server=True, interactive=False, os_version="10.0.20348"))
    facts = SandboxHost(tmp_path).facts()
    assert (facts.server, facts.interactive, facts.os_version) == (True, False, "10.0.20348")


def test_free_space_is_what_it_is_set_to(tmp_path: Path) -> None:
    host = SandboxHost(tmp_path, SandboxFacts(free_space=4096))
    assert host.files.free_space(PureWindowsPath(r"C:\none\deeper")) == 4096


def test_the_folders_of_a_user_carry_the_users_name(tmp_path: Path) -> None:
    host = SandboxHost(tmp_path, SandboxFacts(user_name="Zoë"))
    assert host.files.known_folder(KnownFolder.local_app_data) == PureWindowsPath(r"C:\Users\Zoë\AppData\Local")
    assert host.files.local(PureWindowsPath(r"C:\Users\Zoë\AppData\Local")).is_dir()


def test_msix_packages_can_be_declared(tmp_path: Path) -> None:
    assert SandboxHost(tmp_path).packages.find() == []
    package = MsixPackage(
        full_name="A_1.0.0.0_x64__x",
        family_name="A_x",
        display_name="A",
        publisher="CN=A",
        version="1.0.0.0",
        architecture="x64",
        install_location=r"C:\Program Files\WindowsApps\A",
    )
    write_packages(tmp_path, [package])
    assert SandboxHost(tmp_path).packages.find() == [package]
    write_packages(tmp_path, [])
    assert SandboxHost(tmp_path).packages.find() == []
