"""The command line from the outside: exit codes, what is printed, what is on the machine afterwards."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from kit.command_line import CommandLine
from kit.sources import Shelf
from kit.web_server import web_server

NO_PACKAGE, SEVERAL, NO_SOURCE, BAD_WORDS = 0x8A150014, 0x8A150016, 0x8A150015, 0x8A150002
NO_UPDATE = 0x8A15002B


@pytest.fixture
def fresh(tmp_path: Path) -> CommandLine:
    return CommandLine(tmp_path)


@pytest.fixture
def line(fresh: CommandLine) -> CommandLine:
    fresh.add_demo_source()
    return fresh


def test_a_fresh_machine_says_how_to_add_a_source(fresh: CommandLine) -> None:
    told = fresh.run("search", "git")
    assert told.code == NO_SOURCE
    assert "source add" in told.error


def test_a_fresh_machine_lists_what_is_installed_without_a_source(fresh: CommandLine) -> None:
    told = fresh.run("list", "--format", "json")
    assert (told.code, told.json) == (NO_PACKAGE, [])


@pytest.mark.parametrize(
    "words", [["search"], ["install"], ["uninstall"], ["show"], ["frobnicate"], ["search", "x", "--nonsense"], []]
)
def test_words_that_make_no_sense_are_refused(fresh: CommandLine, words: list[str]) -> None:
    assert fresh.run(*words).code == BAD_WORDS


@pytest.mark.parametrize("words", [["-?"], ["install", "-?"], ["source", "-?"], ["serve", "-?"], ["--version"]])
def test_help_and_version_need_no_machine(fresh: CommandLine, words: list[str]) -> None:
    told = fresh.run(*words)
    assert told.code == 0
    assert told.out
    assert not fresh.root.exists()


_STOPPED_WHILE_IT_LOADS = """
import os, signal, sys

class CtrlC:
    def find_spec(self, name, path=None, target=None):
        if name == module:
            os.kill(os.getpid(), signal.SIGINT)

module, root = sys.argv[1:]
sys.meta_path.insert(0, CtrlC())
sys.argv[1:] = ["list", "--host", "sandbox", "--root", root]
from wingetpy.__main__ import run
run()
"""


@pytest.mark.skipif(sys.platform == "win32", reason="sends a signal to itself")
@pytest.mark.parametrize(
    "module", ["wingetpy.cli.main", "wingetpy.cli.views.list_installed", "wingetpy.commands.registry"]
)
def test_a_command_that_is_stopped_while_it_loads_ends_without_a_traceback(tmp_path: Path, module: str) -> None:
    """Ctrl+C right after the start: nothing was changed yet, so there is nothing to say."""
    done = subprocess.run(
        [sys.executable, "-c", _STOPPED_WHILE_IT_LOADS, module, str(tmp_path)],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.stderr == ""
    assert done.returncode == -signal.SIGINT


def test_a_package_is_found_by_a_part_of_its_name(line: CommandLine) -> None:
    told = line.run("search", "ebbl", "--format", "json")
    assert [(row["Id"], row["Version"], row["Source"]) for row in told.json] == [("WinGetPy.Pebble", "1.1.0", "Demo")]


def test_what_is_not_there_is_not_found(line: CommandLine) -> None:
    told = line.run("search", "no-such-thing")
    assert told.code == NO_PACKAGE
    assert "No package found matching input criteria." in told.error


def test_install_list_update_uninstall(line: CommandLine) -> None:
    assert line.run("install", "WinGetPy.Stones", "-v", "1.0.0").code == 0
    listed = line.run("list", "--format", "json").json
    assert [(row["Id"], row["InstalledVersion"], row["IsUpdateAvailable"]) for row in listed] == [
        ("WinGetPy.Stones", "1.0.0", True)
    ]

    report = line.run("upgrade", "--format", "json").json
    assert [row["Id"] for row in report] == ["WinGetPy.Stones"]
    assert line.run("upgrade", "--all").code == 0
    assert line.run("list", "--format", "json").json[0]["InstalledVersion"] == "1.1.0"

    again = line.run("upgrade", "stones")
    assert again.code == NO_UPDATE
    assert "There is no update available from the community repository." in again.error

    assert line.run("uninstall", "stones").code == 0
    assert line.run("list", "--format", "json").json == []


def test_installing_what_is_there_changes_nothing_and_says_so(line: CommandLine) -> None:
    line.run("install", "WinGetPy.Pebble")
    told = line.run("install", "WinGetPy.Pebble")
    assert told.code == NO_UPDATE
    assert "already installed" in told.out


def test_the_sentences_are_the_specification_s(line: CommandLine) -> None:
    assert (
        "No package found matching input criteria. Type winget list to see available applications."
        in line.run("upgrade", "nothing").error
    )
    assert (
        "No package found matching input criteria. Type winget list to see which applications are installed."
        in line.run("uninstall", "nothing").error
    )


def test_an_error_in_json_goes_to_standard_error(line: CommandLine) -> None:
    told = line.run("install", "nothing", "--format", "json")
    assert told.code == NO_PACKAGE
    assert told.fault["Code"] == "0x8A150014"
    assert told.fault["Symbol"] == "NoApplicationsFound"


def test_two_roots_never_meet(line: CommandLine, tmp_path: Path) -> None:
    other = CommandLine(tmp_path / "other")
    other.root.parent.mkdir()
    assert other.run("search", "pebble").code == NO_SOURCE


@pytest.mark.parametrize("count", ["0", "-1", "many"])
def test_a_count_is_one_or_more(line: CommandLine, count: str) -> None:
    assert line.run("search", "pebble", "--count", count).code == BAD_WORDS
    assert line.run("list", "--count", count).code == BAD_WORDS


@pytest.mark.parametrize("words", [["search", "no-such-thing"], ["list", "no-such-thing"]])
def test_nothing_found_is_an_empty_array_and_an_error_object(line: CommandLine, words: list[str]) -> None:
    told = line.run(*words, "--format", "json")
    assert (told.code, told.json) == (NO_PACKAGE, [])
    assert json.loads(told.error)["Code"] == "0x8A150014"


def test_the_report_of_updates_is_of_the_scope_asked_for(line: CommandLine) -> None:
    line.run("install", "WinGetPy.Stones", "-v", "1.0.0", "--scope", "user")
    assert line.run("upgrade", "--scope", "machine", "--format", "json").json == []
    assert len(line.run("upgrade", "--scope", "user", "--format", "json").json) == 1


def test_an_update_takes_no_purge(line: CommandLine) -> None:
    assert line.run("upgrade", "--all", "--purge").code == BAD_WORDS


def test_what_is_unknown_in_a_manifest_is_warned_of(fresh: CommandLine, tmp_path: Path) -> None:
    shelf = Shelf(tmp_path / "shelf")
    shelf.program("Odd", Frobnicate="yes")
    fresh.add_source("Shelf", shelf.root)
    told = fresh.run("show", "--id", "Test.Odd")
    assert told.code == 0
    assert "Frobnicate" in told.error


def test_a_download_goes_by_the_proxy_that_is_named(fresh: CommandLine, tmp_path: Path) -> None:
    shelf = Shelf(tmp_path / "shelf")
    package = shelf.program("Afar", content=b"a program", InstallerUrl="http://outer.invalid/afar.exe")
    fresh.add_source("Shelf", shelf.root)
    with web_server(b"a program") as proxy:
        off = fresh.run("install", package, "--proxy", proxy.address)
        assert "ProxyCommandLineOptions" in off.error
        assert off.code != 0
        fresh.run("settings", "--enable", "ProxyCommandLineOptions")
        told = fresh.run("install", package, "--proxy", proxy.address)
        assert told.code == 0, told.error
        assert len(proxy.ranges) == 1


def test_without_a_proxy_the_environments_is_not_used(fresh: CommandLine, tmp_path: Path) -> None:
    shelf = Shelf(tmp_path / "shelf")
    with web_server(b"a program") as server:
        package = shelf.program("Near", content=b"a program", InstallerUrl=f"{server.address}/near.exe")
        fresh.add_source("Shelf", shelf.root)
        fresh.run("settings", "--enable", "ProxyCommandLineOptions")
        nowhere = {"http_proxy": "http://127.0.0.1:9", "no_proxy": "", "NO_PROXY": ""}
        assert fresh.run("install", package, **nowhere).code != 0
        told = fresh.run("install", package, "--no-proxy", **nowhere)
        assert told.code == 0, told.error
