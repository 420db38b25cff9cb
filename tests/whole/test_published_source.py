"""A source as an organization publishes it: built by the command line, on a web server, used from both surfaces."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from kit.certificates import publisher
from kit.command_line import CommandLine
from kit.machines import SandboxMachine
from kit.manifests import singleton
from kit.powershell import PowerShell, find_powershell
from kit.sources import Shelf
from kit.static_server import Served, server_certificate, static_server, trusted_by_system

INTEGRITY, NOT_SECURE = 0x8A15003F, 0x8A15001A
TOOL = b"MZ a portable"


class Organization:
    """Who publishes: manifests, a certificate, a web server.

    Attributes:
        line: The command line of a user.
    """

    def __init__(self, folder: Path, served: Served, pfx: Path, secret: Path) -> None:
        self.served = served
        self.line = CommandLine(folder)
        self.shelf = Shelf(folder / "manifests")
        self._signed = ("--certificate", str(pfx), "--password-file", str(secret))

    def put(self, version: str) -> None:
        """Offer a version of a portable, whose file is on the same server."""
        (self.served.folder / "tool.exe").write_bytes(TOOL)
        url = f"{self.served.address}/tool.exe"
        sha256 = hashlib.sha256(TOOL).hexdigest()
        text = singleton("Contoso.Tool", version, kind="portable", url=url, sha256=sha256)
        self.shelf.write(f"{version}.yaml", text)

    def build(self, *, signed: bool = True) -> None:
        """Build the source with the command line."""
        words = self._signed if signed else ("--publisher", "CN=Contoso, O=Contoso, C=US")
        output = str(self.served.folder)
        told = self.line.run("source", "build", str(self.shelf.root), "-o", output, "-n", "Contoso.Source", *words)
        assert told.code == 0, told.error


@pytest.fixture
def organization(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Organization]:
    root = trusted_by_system(monkeypatch.setenv, tmp_path)
    (tmp_path / "secret").write_text("secret\n")
    pfx = publisher(root).write_pfx(tmp_path, "secret")
    (tmp_path / "www").mkdir()
    with static_server(tmp_path / "www", server_certificate(root)) as served:
        made = Organization(tmp_path, served, pfx, tmp_path / "secret")
        made.put("1.0")
        made.build()
        yield made


def test_its_package_is_added_found_installed_and_updated(organization: Organization) -> None:
    line, address = organization.line, organization.served.address
    kind = ("--type", "Microsoft.PreIndexed.Package")
    assert line.run("source", "add", "contoso", address, *kind).code == 0
    (found,) = line.run("search", "tool", "--format", "json").json
    assert (found["Id"], found["Version"], found["Source"]) == ("Contoso.Tool", "1.0", "contoso")
    installed = line.run("install", "Contoso.Tool")
    assert installed.code == 0, installed.error
    organization.put("1.1")
    organization.build()
    assert line.run("source", "update").code == 0
    assert line.run("upgrade", "Contoso.Tool").code == 0
    (row,) = line.run("list", "--format", "json").json
    assert (row["Id"], row["InstalledVersion"], row["Source"]) == ("Contoso.Tool", "1.1", "contoso")


def test_an_unsigned_source_and_one_over_http_are_refused(organization: Organization) -> None:
    line, address = organization.line, organization.served.address
    organization.build(signed=False)
    told = line.run("source", "add", "contoso", address, "--format", "json")
    assert told.code == INTEGRITY
    assert "not signed" in told.fault["Message"]
    assert line.run("source", "add", "contoso", address.replace("https", "http")).code == NOT_SECURE
    assert line.run("source", "list", "--format", "json").json == []


@pytest.mark.skipif(find_powershell() is None, reason="PowerShell 7 (pwsh) is not installed")
def test_it_is_used_from_powershell(organization: Organization, tmp_path: Path) -> None:
    add = f"Add-WinGetSource Contoso '{organization.served.address}' -Type Microsoft.PreIndexed.Package -PassThru"
    with PowerShell(SandboxMachine(tmp_path).environment()) as shell:
        source = shell.run(add).one("WinGetPy.Source")
        assert source["Identifier"].startswith("Contoso.Source_")
        found = shell.run("Find-WinGetPackage tool").one("WinGetPy.FoundPackage")
        assert (found["Id"], found["Version"]) == ("Contoso.Tool", "1.0")
        assert shell.run("Install-WinGetPackage -Id Contoso.Tool").one("WinGetPy.InstallResult")["Status"] == "Ok"
        organization.build(signed=False)
        (error,) = shell.run("Update-WinGetSource Contoso").errors
        assert error["Code"] == "0x8A15003F"
        assert shell.run("Find-WinGetPackage tool").one("WinGetPy.FoundPackage")["Version"] == "1.0"
