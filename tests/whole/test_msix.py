"""MSIX packages from the prompt to a changed machine, by PowerShell on the sandbox: from a folder and a server."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from kit.certificates import publisher
from kit.command_line import CommandLine
from kit.machines import SandboxMachine
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
