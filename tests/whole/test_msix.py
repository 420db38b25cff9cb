"""MSIX packages from the prompt to a changed machine, by PowerShell on the sandbox: from a folder and a server."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from kit.certificates import publisher
from kit.command_line import CommandLine
from kit.machines import SandboxMachine
from kit.msix import publisher_text
from kit.msix_shop import ID, manifest_text, trust, write_app
from kit.powershell import PowerShell, Said, find_powershell
from kit.range_server import Ranges, range_server

pytestmark = [
    pytest.mark.skipif(find_powershell() is None, reason="PowerShell 7 (pwsh) is not installed"),
    pytest.mark.skipif(sys.platform == "win32", reason="the sandbox is made on Linux"),
]


class Offered:
    """A folder source of an application's versions, whose packages lie beside the manifests or on a server."""

    def __init__(self, folder: Path, machine: SandboxMachine, url: str = "") -> None:
        self.folder = folder
        self.url = url
        self.signer = publisher()
        trust(folder.parent / "machine", self.signer)
        self.machine = machine

    def add(self, version: str) -> int:
        """Offer a version; return the size of its package."""
        self.folder.mkdir(exist_ok=True)
        file = self.folder / f"app-{version}.msix"
        package = write_app(file, self.signer, version)
        more = {"SignatureSha256": package.signature_sha256() or ""} if self.url else {}
        (self.folder / f"{version}.yaml").write_text(manifest_text(file, package, self.url, **more), "utf-8")
        return file.stat().st_size


@pytest.fixture
def machine(tmp_path: Path) -> SandboxMachine:
    return SandboxMachine(tmp_path)


@pytest.fixture
def shell(machine: SandboxMachine, monkeypatch: pytest.MonkeyPatch) -> Iterator[PowerShell]:
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
    with PowerShell(machine.environment()) as session:
        yield session


def add_source(shell: PowerShell, offered: Offered) -> None:
    said = shell.run(f"Add-WinGetSource Apps '{offered.folder}'")
    assert said.errors == []


def result(said: Said) -> dict[str, object]:
    return said.one("WinGetPy.InstallResult")


def test_an_application_from_a_folder_comes_is_updated_repaired_and_goes(
    shell: PowerShell, machine: SandboxMachine, tmp_path: Path
) -> None:
    offered = Offered(tmp_path / "apps", machine)
    offered.add("1.0.0.0")
    add_source(shell, offered)
    plan = shell.run(f"Install-WinGetPackage -Id {ID} -WhatIf").one("WinGetPy.Plan")
    assert [step["Kind"] for step in plan["Steps"]] == ["Download", "Verify", "Deploy"]
    came = result(shell.run(f"Install-WinGetPackage -Id {ID}"))
    assert (came["Status"], came["Version"]) == ("Ok", "1.0.0.0")
    row = shell.run(f"Get-WinGetPackage -Id {ID}").one("WinGetPy.InstalledPackage")
    assert (row["InstalledVersion"], row["Scope"], row["InstallerType"]) == ("1.0.0.0", "User", "msix")
    assert row["PackageFamilyName"].startswith(f"{ID}_")
    assert machine.local(f"{row['InstallLocation']}\\app.exe").read_bytes() == b"MZ 1.0.0.0"
    assert shell.run(f"Repair-WinGetPackage -Id {ID}").one("WinGetPy.RepairResult")["Status"] == "Ok"

    offered.add("2.0.0.0")
    assert shell.run("Update-WinGetSource Apps").errors == []
    row = shell.run(f"Get-WinGetPackage -Id {ID}").one("WinGetPy.InstalledPackage")
    assert row["IsUpdateAvailable"] is True
    assert shell.run(f"Add-WinGetPin -Id {ID} -Blocking").errors == []
    assert shell.run("Update-WinGetPackage -All").objects == []
    assert shell.run(f"Remove-WinGetPin -Id {ID}").errors == []
    updated = result(shell.run(f"Update-WinGetPackage -Id {ID}"))
    assert (updated["Status"], updated["InstalledVersion"], updated["Version"]) == ("Ok", "1.0.0.0", "2.0.0.0")
    undone = result(shell.run(f"Undo-WinGetPackage -Id {ID}"))
    assert (undone["Status"], undone["InstalledVersion"], undone["Version"]) == ("Ok", "2.0.0.0", "1.0.0.0")
    gone = shell.run(f"Get-WinGetPackage -Id {ID} | Uninstall-WinGetPackage").one("WinGetPy.UninstallResult")
    assert gone["Status"] == "Ok"
    assert shell.run(f"Get-WinGetPackage -Id {ID}").objects == []


def test_for_all_users_it_is_of_both_scopes(shell: PowerShell, machine: SandboxMachine, tmp_path: Path) -> None:
    offered = Offered(tmp_path / "apps", machine)
    offered.add("1.0.0.0")
    add_source(shell, offered)
    assert result(shell.run(f"Install-WinGetPackage -Id {ID} -Scope System"))["Status"] == "Ok"
    for scope in ("User", "System"):
        assert len(shell.run(f"Get-WinGetPackage -Id {ID} -Scope {scope}").objects) == 1
    said = shell.run(f"Repair-WinGetPackage -Id {ID} -Scope System")
    assert "0x8A150113" in (said.errors[0]["Code"] if said.errors else said.objects[0]["ErrorCode"])


def test_from_a_server_an_update_transfers_what_is_new_and_says_what_it_saved(
    shell: PowerShell, machine: SandboxMachine, tmp_path: Path
) -> None:
    (tmp_path / "apps").mkdir()
    with range_server(tmp_path / "apps") as server:
        offered = Offered(tmp_path / "apps", machine, server.address)
        size = offered.add("1.0.0.0")
        add_source(shell, offered)
        assert result(shell.run(f"Install-WinGetPackage -Id {ID}"))["Status"] == "Ok"
        offered.add("2.0.0.0")
        assert shell.run("Update-WinGetSource Apps").errors == []
        _forget(server)
        updated = result(shell.run(f"Update-WinGetPackage -Id {ID}"))
        assert (updated["Status"], updated["Version"]) == ("Ok", "2.0.0.0")
        assert all(server.requests), "the whole file was never asked for"
        assert server.sent < size // 4
        assert int(str(updated["SavedBytes"])) > size * 0.8
        assert int(str(updated["FetchedBytes"])) < size // 10


def _forget(server: Ranges) -> None:
    server.sent = 0
    server.requests.clear()


def test_a_manifest_of_a_package_is_installed_by_the_command_line(machine: SandboxMachine, tmp_path: Path) -> None:
    offered = Offered(tmp_path / "apps", machine)
    offered.add("1.0.0.0")
    line = CommandLine(tmp_path)
    assert line.run("settings", "--enable", "LocalManifestFiles").code == 0
    told = line.run("install", "--manifest", str(offered.folder / "1.0.0.0.yaml"))
    assert told.code == 0, told.error
    assert "Successfully installed" in told.out
    (row,) = line.run("list", "--format", "json").json
    assert (row["Name"], row["InstalledVersion"]) == ("An App", "1.0.0.0")
    removed = line.run("uninstall", "--manifest", str(offered.folder / "1.0.0.0.yaml"))
    assert removed.code == 0, removed.error
    assert line.run("msix", "list", "--format", "json").json == []


class TestDeploymentCommands:
    """The commands of the deployment API, which know no source."""

    @pytest.fixture
    def offered(self, machine: SandboxMachine, tmp_path: Path) -> Offered:
        offered = Offered(tmp_path / "apps", machine)
        offered.add("1.0.0.0")
        return offered

    def app_installer(self, offered: Offered, address: str, version: str) -> Path:
        file = offered.folder / "app.appinstaller"
        file.write_text(
            '<AppInstaller xmlns="http://schemas.microsoft.com/appx/appinstaller/2018" Version="1.0.0.0"'
            f' Uri="{address}/{file.name}"><MainPackage Name="{ID}" Publisher="{publisher_text(offered.signer)}"'
            f' Version="{version}" ProcessorArchitecture="neutral" Uri="{address}/app-{version}.msix"/></AppInstaller>'
        )
        return file

    def test_an_app_installer_file_brings_its_package_from_a_folder(self, shell: PowerShell, offered: Offered) -> None:
        file = self.app_installer(offered, offered.folder.as_uri(), "1.0.0.0")
        added = shell.run(f"Add-WinGetMsixPackage '{file}'").one("WinGetPy.MsixDeploymentResult")
        assert (added["Status"], added["IsRegistered"]) == ("CompletedSuccess", True), added["ErrorText"]
        (row,) = shell.run("Get-WinGetMsixPackage").objects
        assert (row["Name"], row["Version"]) == (ID, "1.0.0.0")
        (entry,) = shell.run("Get-WinGetHistory -Operation Add").objects
        assert (entry["Id"], entry["ToVersion"], entry["Result"]) == (row["FamilyName"], "1.0.0.0", "Succeeded")
        removed = shell.run("Get-WinGetMsixPackage | Remove-WinGetMsixPackage").one("WinGetPy.MsixDeploymentResult")
        assert removed["Removed"] == [row["FullName"]]

    def test_an_app_installer_file_brings_its_package_from_a_server(self, shell: PowerShell, offered: Offered) -> None:
        with range_server(offered.folder) as server:
            file = self.app_installer(offered, server.address, "1.0.0.0")
            address = f"{server.address}/{file.name}"
            planned = shell.run(f"Add-WinGetMsixPackage {address} -WhatIf")
            assert planned.errors == []
            (plan,) = planned.objects
            assert (plan["Action"], plan["FullName"].split("_")[:2]) == ("Add", [ID, "1.0.0.0"])
            added = shell.run(f"Add-WinGetMsixPackage {address}").one("WinGetPy.MsixDeploymentResult")
        assert (added["Status"], added["IsRegistered"]) == ("CompletedSuccess", True), added["ErrorText"]

    def test_an_app_installer_file_that_names_another_version_is_refused(
        self, shell: PowerShell, offered: Offered
    ) -> None:
        file = self.app_installer(offered, offered.folder.as_uri(), "1.0.0.0")
        file.write_text(file.read_text().replace('Version="1.0.0.0" Proc', 'Version="3.0.0.0" Proc'))
        said = shell.run(f"Add-WinGetMsixPackage '{file}'")
        assert said.errors[0]["Target"] == str(file)
        assert "3.0.0.0" in said.errors[0]["Text"]
        assert shell.run("Get-WinGetMsixPackage").objects == []

    def test_an_update_from_a_server_transfers_what_is_new_and_shows_the_saving(
        self, shell: PowerShell, offered: Offered
    ) -> None:
        size = offered.add("2.0.0.0")
        with range_server(offered.folder) as server:
            first = shell.run(f"Add-WinGetMsixPackage {server.address}/app-1.0.0.0.msix")
            assert first.one("WinGetPy.MsixDeploymentResult")["FetchedBytes"] > size * 0.9
            _forget(server)
            address = f"{server.address}/app-2.0.0.0.msix"
            shown = shell.run(f"$global:got = Add-WinGetMsixPackage {address}; $got | Format-List | Out-String")
            assert all(server.requests), "the whole file was never asked for"
            assert server.sent < size // 4
        assert "MB were there" in str(shown.objects)
        (updated,) = shell.run("$got").objects
        assert updated["Changed"] is True
        assert size * 0.99 < updated["TotalBytes"] <= size
        assert updated["FetchedBytes"] < size // 10
        assert updated["SavedBytes"] > size * 0.8
        assert [one.split("_")[1] for one in updated["Added"] + updated["Removed"]] == ["2.0.0.0", "1.0.0.0"]

    def test_the_command_line_deploys_and_says_what_it_saved(self, offered: Offered, tmp_path: Path) -> None:
        offered.add("2.0.0.0")
        line = CommandLine(tmp_path)
        first, second = (str(offered.folder / f"app-{version}.0.0.0.msix") for version in (1, 2))
        assert line.run("msix", "add", first).code == 0
        planned = line.run("msix", "add", second, "--what-if")
        assert planned.out.startswith(f"Update {ID} from 1.0.0.0 to 2.0.0.0")
        told = line.run("msix", "add", second)
        assert (told.code, "MB were there" in told.out) == (0, True), told
        (row,) = line.run("msix", "list", "--format", "json").json
        assert row["Version"] == "2.0.0.0"
        assert line.run("msix", "test", row["FullName"]).code == 0
        assert line.run("msix", "remove", row["FamilyName"]).code == 0
        refused = line.run("msix", "repair", row["FullName"])
        assert (refused.code, "not" in refused.error) == (0x80073CF1, True)
