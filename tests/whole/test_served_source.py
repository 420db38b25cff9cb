"""`source serve` as an organization runs it, used from a real PowerShell over https."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from kit.command_line import ENGINE, CommandLine
from kit.machines import SandboxMachine
from kit.powershell import PowerShell, find_powershell
from kit.secure_server import Authority
from kit.sources import Shelf

on_linux = pytest.mark.skipif(sys.platform == "win32", reason="ends the server by a signal")
in_powershell = pytest.mark.skipif(find_powershell() is None, reason="PowerShell 7 (pwsh) is not installed")


@pytest.fixture
def authority(tmp_path: Path) -> Authority:
    return Authority(tmp_path / "authority")


@contextmanager
def serving(shelf: Shelf, authority: Authority, *words: str) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """`wingetpy source serve` in a process of its own: its address, and the process."""
    command = [sys.executable, "-m", "wingetpy", "source", "serve", str(shelf.root), "--listen", "localhost:0"]
    command += ["--certificate", str(authority.server), *words]
    environment = {**os.environ, "PYTHONPATH": str(ENGINE)}
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as process:
        assert process.stdout is not None
        said = process.stdout.readline()
        try:
            yield next(word for word in said.split() if word.startswith("https://")), process
        finally:
            process.kill()


def made(folder: Path) -> Path:
    folder.mkdir()
    return folder


def test_only_who_has_the_token_may_use_it(
    authority: Authority, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(authority.trusted))
    shelf = Shelf(tmp_path / "shelf")
    shelf.program("Tool", "1.0")
    token = tmp_path / "token.txt"
    token.write_text("let me in\n")
    line = CommandLine(made(tmp_path / "line"))
    with serving(shelf, authority, "--token-file", str(token)) as (url, _):
        add = ("source", "add", "corp", url, "Microsoft.Rest")
        refused = line.run(*add)
        assert refused.code != 0
        assert "refuses access" in refused.error
        assert line.run(*add, "--header", "let me in").code == 0
        assert "Test.Tool" in line.run("search", "tool", "--header", "let me in").out
        assert "refuses access" in line.run("search", "tool").error


@on_linux
@in_powershell
def test_what_is_published_while_it_runs_is_installed(authority: Authority, tmp_path: Path) -> None:
    shelf = Shelf(tmp_path / "shelf")
    shelf.program("Tool", "1.0")
    machine = SandboxMachine(made(tmp_path / "machine"))
    environment = {**machine.environment(), "SSL_CERT_FILE": str(authority.trusted)}
    with serving(shelf, authority) as (url, _), PowerShell(environment) as shell:
        shell.run(f"Add-WinGetSource corp {url} -Type Microsoft.Rest")
        result = shell.run("Install-WinGetPackage -Id Test.Tool").one("WinGetPy.InstallResult")
        assert (result["Status"], result["Version"], result["Source"]) == ("Ok", "1.0", "corp")
        shelf.program("Tool", "2.0")
        until = time.monotonic() + 30
        while shell.run("Get-WinGetPackage").one("WinGetPy.InstalledPackage")["AvailableVersions"][0] != "2.0":
            assert time.monotonic() < until
            time.sleep(0.5)
        result = shell.run("Update-WinGetPackage -Id Test.Tool").one("WinGetPy.InstallResult")
        assert (result["Status"], result["InstalledVersion"], result["Version"]) == ("Ok", "1.0", "2.0")
        assert shell.run("Uninstall-WinGetPackage -Id Test.Tool").one("WinGetPy.UninstallResult")["Status"] == "Ok"
        nothing = shell.run("Find-WinGetPackage -Id Nope.Nothing")
        assert (nothing.objects, nothing.errors) == ([], [])
    with PowerShell(environment) as shell:
        [gone] = shell.run("Find-WinGetPackage tool").errors
        assert "cannot be reached" in gone["Text"]


@on_linux
def test_it_ends_at_a_signal_and_leaves_nothing(
    authority: Authority, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    temporary = tmp_path / "tmp"
    temporary.mkdir()
    monkeypatch.setenv("TMPDIR", str(temporary))
    shelf = Shelf(tmp_path / "shelf")
    shelf.program("Tool")
    with serving(shelf, authority) as (_, process):
        assert list(temporary.iterdir())
        process.send_signal(signal.SIGTERM)
        assert process.wait(20) == 0
    assert list(temporary.iterdir()) == []


@on_linux
def test_an_address_that_another_program_has_is_in_use(authority: Authority, tmp_path: Path) -> None:
    shelf = Shelf(tmp_path / "shelf")
    shelf.program("Tool")
    with socket.create_server(("127.0.0.1", 0)) as taken:
        address = f"127.0.0.1:{taken.getsockname()[1]}"
        command = [sys.executable, "-m", "wingetpy", "source", "serve", str(shelf.root)]
        command += ["--certificate", str(authority.server), "--listen", address]
        environment = {**os.environ, "PYTHONPATH": str(ENGINE)}
        ended = subprocess.run(command, capture_output=True, text=True, env=environment, timeout=60)
    assert f"The address {address} cannot be listened on: Address already in use.\n" in ended.stderr
    assert "0x80070020" in ended.stderr


@pytest.mark.parametrize(
    ("words", "text"),
    [
        (["{folder}", "--certificate", "{folder}/none.pem"], "certificate .*none.pem.* cannot be used"),
        (["{folder}/none", "--certificate", "{pem}"], "none"),
        (["{folder}", "--certificate", "{pem}", "--listen", "nowhere"], "cannot be listened on"),
        (["{folder}", "--certificate", "{pem}", "--listen", "localhost:x"], "no address to listen on"),
        (["{folder}", "--certificate", "{pem}", "--token-file", "{folder}/none"], "token cannot be read"),
        (["{folder}"], "--certificate"),
    ],
)
def test_what_cannot_be_served_is_one_error(words: list[str], text: str, authority: Authority, tmp_path: Path) -> None:
    shelf = Shelf(tmp_path / "shelf")
    shelf.program("Tool")
    given = [word.format(folder=shelf.root, pem=authority.server) for word in words]
    command = [sys.executable, "-m", "wingetpy", "source", "serve", *given]
    environment = {**os.environ, "PYTHONPATH": str(ENGINE)}
    ended = subprocess.run(command, capture_output=True, text=True, env=environment, timeout=60)
    assert ended.returncode != 0
    assert "Traceback" not in ended.stderr
    assert re.search(text, ended.stderr), ended.stderr
