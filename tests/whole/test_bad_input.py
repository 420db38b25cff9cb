"""Bad input as a user meets it: one clear error with name, reason, remedy and code, and a machine that is as before."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Iterator
from pathlib import Path, PureWindowsPath
from typing import Any

import pytest

from kit import evil_archives
from kit.command_line import CommandLine, Told
from kit.shop import LINKS, PACKAGES, Shop
from kit.sources import Shelf
from kit.web_server import Offer, web_server
from wingetpy.operations.recovery import interrupted_operations

LARGE = b"0123456789abcdef" * 20_000


class Machine:
    """A sandbox with one installed package and a source of good and bad ones. Bad ones leave no trace, so it serves
    all tests of a module.
    """

    def __init__(self, folder: Path, offer: Offer) -> None:
        self.folder = folder
        self.line = CommandLine(folder)
        self.shelf = Shelf(folder / "shelf")
        self.offer = offer

    def snapshot(self) -> dict[str, str]:
        return Shop(self.folder).snapshot()

    def refuse(self, *words: str, says: str, code: str, **environment: str) -> dict[str, Any]:
        """Run a command that must fail, tell so in one error, and change nothing."""
        before = self.snapshot()
        told = self.line.run(*words, "--format", "json", **environment)
        fault: dict[str, Any] = told.fault
        assert (fault["Symbol"], told.code) == (code, int(fault["Code"], 16)), fault
        assert says in fault["Message"], fault
        assert fault["Remedy"], fault
        assert "Traceback" not in told.error
        assert self.snapshot() == before
        self.nothing_is_half_done()
        return fault

    def nothing_is_half_done(self) -> None:
        """Nothing of an operation is left in staging, and the journal has none that is open."""
        shop = Shop(self.folder)
        assert not [name for name in shop.staging() if name.startswith("Operations")]
        assert interrupted_operations(shop.host) == []


@pytest.fixture(scope="module")
def machine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Machine]:
    with web_server(LARGE, cut_at=100_000) as offer:
        made = Machine(tmp_path_factory.mktemp("bad"), offer)
        _stock(made.shelf, offer)
        made.line.add_source("Shelf", made.shelf.root)
        told = made.line.run("install", "Test.Old", "-v", "1.0")
        assert told.code == 0, told.error
        yield made


def _stock(shelf: Shelf, offer: Offer) -> None:
    for version in ("1.0", "2.0"):
        shelf.archive(
            "Old",
            version,
            {"bin/tool.exe": f"tool {version}", "data.txt": version},
        )
    shelf.program("Good")
    shelf.archive("GoodZip")
    shelf.program("OneTwin", PackageName="Twin")
    shelf.program("OtherTwin", PackageName="Twin")
    shelf.program("Forged", InstallerSha256="0" * 64)
    shelf.program("Empty", content=b"")
    shelf.program("Lost", InstallerUrl="file:lost.exe")
    shelf.program("Elsewhere", InstallerUrl="file:///C:/Windows/regedit.exe")
    shelf.program("Truncated", InstallerUrl=offer.address, InstallerSha256=hashlib.sha256(LARGE).hexdigest())
    shelf.program("Large", InstallerUrl=offer.address + "/large", InstallerSha256=hashlib.sha256(LARGE).hexdigest())
    shelf.program("Nowhere", InstallerUrl="http://127.0.0.1:9/nothing.exe")
    shelf.program("Taken", Commands=["old"])
    shelf.program("Escaping", Commands=["..\\..\\evil"])
    escaping = [{"RelativeFilePath": "bin\\tool.exe", "PortableCommandAlias": "..\\..\\evil"}]
    shelf.archive("EscapingZip", NestedInstallerFiles=escaping)
    shelf.archive("Outside", NestedInstallerFiles=[{"RelativeFilePath": "..\\..\\evil.exe"}])
    shelf.archive("Hollow", NestedInstallerFiles=[{"RelativeFilePath": "bin\\other.exe"}])
    shelf.program("Arm", Architecture="arm64")
    shelf.program("Needy", Dependencies={"PackageDependencies": [{"PackageIdentifier": "Test.Nothing"}]})
    for number, (content, _) in enumerate(EVIL.values()):
        shelf.archive(f"Evil{number}", content=content)


EVIL = {
    "a path that leaves its folder": (evil_archives.with_entry("../../evil.exe"), "leads outside of the folder"),
    "an absolute path": (evil_archives.with_entry("/Windows/evil.exe"), "absolute"),
    "a drive letter": (evil_archives.with_entry("C:/Windows/evil.exe"), "drive letter"),
    "a share": (evil_archives.with_entry("//server/share/evil.exe"), "network or device path"),
    "a device name": (evil_archives.with_entry("bin/NUL.txt"), "device"),
    "an alternate stream": (evil_archives.with_entry("bin/tool.exe:evil"), "alternate stream"),
    "a trailing dot": (evil_archives.with_entry("bin./evil.exe"), "dot or a blank"),
    "a link": (evil_archives.with_link(), "it is a link"),
    "a case trick": (evil_archives.with_names("bin/tool.exe", "BIN/TOOL.exe"), "in case only"),
    "an entry that comes twice": (evil_archives.with_names("bin/tool.exe", "bin/tool.exe"), "twice"),
    "a file that is a folder": (evil_archives.with_names("bin", "bin/tool.exe"), "a file and a folder"),
    "an encrypted entry": (evil_archives.encrypted(), "encrypted"),
    "a bomb of more than 200 times": (evil_archives.bomb_by_declaration(4_000_000_000), "200 times"),
    "a bomb of shared bytes": (evil_archives.bomb_of_shared_bytes(), "200 times"),
    "a bomb that lies about its size": (evil_archives.bomb_that_lies(), "bin/tool.exe"),
    "no archive at all": (b"MZ this is a program", "cannot be read"),
    "half an archive": (evil_archives.with_entry("more.txt")[:-30], "cannot be read"),
}


@pytest.mark.parametrize("evil", list(EVIL))
def test_an_archive_that_means_harm_is_refused(evil: str, machine: Machine) -> None:
    id = f"Test.Evil{list(EVIL).index(evil)}"
    fault = machine.refuse(
        "install", id, says=EVIL[evil][1], code="ExtractArchiveFailed", WINGETPY_FACTS='{"FreeSpace": 1125899906842624}'
    )
    assert f"Evil{list(EVIL).index(evil)}-1.0.zip" in fault["Message"]


def test_an_archive_that_declares_more_than_is_free_is_refused_before_a_byte_is_written(machine: Machine) -> None:
    number = list(EVIL).index("a bomb that lies about its size")
    content = evil_archives.bomb_by_declaration(900_000_000)
    (machine.shelf.root / "Evil.zip").write_bytes(content)
    fields = {"InstallerUrl": "file:Evil.zip", "InstallerSha256": hashlib.sha256(content).hexdigest()}
    Shelf(machine.folder / "alone").archive(f"Evil{number}", **fields)
    manifest = machine.folder / "alone" / f"Test.Evil{number}-1.0.yaml"
    shutil.copy(machine.shelf.root / "Evil.zip", manifest.parent)
    machine.line.run("settings", "--enable", "LocalManifestFiles")
    fault = machine.refuse(
        "install", "-m", str(manifest), says="900,000,000", code="DiskFull", WINGETPY_FACTS='{"FreeSpace": 50000000}'
    )
    assert "50,000,000" in fault["Message"]


REFUSED = {
    "an id that nobody knows": (("install", "Test.Nothing"), "NoApplicationsFound", "No package found"),
    "an unknown id to show": (("show", "Test.Nothing"), "NoApplicationsFound", "No package found"),
    "an unknown id to update": (("upgrade", "Test.Nothing"), "NoApplicationsFound", "No package found"),
    "an unknown id to remove": (("uninstall", "Test.Nothing"), "NoApplicationsFound", "No package found"),
    "an update of what is not installed": (("upgrade", "Test.Good"), "NoApplicationsFound", "No package found"),
    "a version that does not exist": (("install", "Test.Good", "-v", "9.9"), "NoManifestFound", "9.9"),
    "several packages of one name": (("install", "--name", "Twin"), "MultipleApplicationsFound", "Test.OtherTwin"),
    "an unknown source": (("install", "Test.Good", "-s", "Nobody"), "SourceNameDoesNotExist", "Nobody"),
    "a wrong hash": (("install", "Test.Forged"), "InstallerHashMismatch", "0000"),
    "an empty file": (("install", "Test.Empty"), "InstallerZeroByteFile", "empty"),
    "a file that is not in the source": (("install", "Test.Lost"), "DownloadFailed", "lost.exe"),
    "a file outside of the source": (("install", "Test.Elsewhere"), "DownloadFailed", "leads out of"),
    "a server that is not there": (("install", "Test.Nowhere"), "DownloadFailed", "127.0.0.1:9"),
    "a truncated download": (("install", "Test.Truncated"), "DownloadSizeMismatch", "cut short"),
    "a command that is taken": (("install", "Test.Taken"), "PortableInstallFailed", "old"),
    "a command that leads elsewhere": (("install", "Test.Escaping"), "NestedInstallerInvalidPath", "..\\..\\evil"),
    "a command of an archive that leads elsewhere": (
        ("install", "Test.EscapingZip"),
        "NestedInstallerInvalidPath",
        "..\\..\\evil",
    ),
    "a program outside of its archive": (("install", "Test.Outside"), "NestedInstallerInvalidPath", "outside"),
    "a program that its archive has not": (("install", "Test.Hollow"), "NestedInstallerNotFound", "other.exe"),
    "another machine's installer": (("install", "Test.Arm"), "NoApplicableInstaller", "arm64"),
    "a package it needs that nobody has": (("install", "Test.Needy"), "MissingDependency", "Test.Nothing"),
    "a rename that is no file name": (("install", "Test.Good", "-r", "a?b"), "InvalidClArguments", "a?b"),
    "a location that is not absolute": (("install", "Test.Good", "-l", "Tools"), "InvalidClArguments", "absolute"),
    "a source that is added twice": (("source", "add", "Shelf", "."), "SourceNameAlreadyExists", "Shelf"),
    "a source that is no folder": (("source", "add", "New", "/no/such/folder"), "SourceOpenFailed", "/no/such/folder"),
}


@pytest.mark.parametrize("case", list(REFUSED))
def test_what_cannot_be_done_is_refused(case: str, machine: Machine) -> None:
    words, code, says = REFUSED[case]
    machine.refuse(*words, says=says, code=code)


NO_RIGHTS, IN_USE, FULL = "AccessDenied", "FileInUse", "DiskFull"
FAULTY = {
    "no rights for a file": (("upgrade", "Test.Old"), NO_RIGHTS, {"AccessDenied": ["*\\data.txt"]}, "data.txt"),
    "no rights for the entry": (("install", "Test.Good"), NO_RIGHTS, {"AccessDenied": ["HKCU\\*Test.Good*"]}, "Good"),
    "no rights for a command": (("install", "Test.Good"), NO_RIGHTS, {"AccessDenied": ["*\\good.exe"]}, "good.exe"),
    "no rights to remove": (("uninstall", "Test.Old"), NO_RIGHTS, {"AccessDenied": ["*\\data.txt"]}, "data.txt"),
    "a running program": (("upgrade", "Test.Old"), IN_USE, {"FileInUse": ["*\\tool.exe"]}, "tool.exe"),
    "a running program, removed": (("uninstall", "Test.Old"), IN_USE, {"FileInUse": ["*\\tool.exe"]}, "tool.exe"),
    "a disk that is full": (("install", "Test.GoodZip"), FULL, {"DiskFull": ["*\\tool.exe"]}, "tool.exe"),
    "a disk that fills up": (("install", "Test.GoodZip"), FULL, {"DiskFullAfter": 5}, "full"),
}


@pytest.mark.parametrize("case", list(FAULTY))
def test_what_the_machine_refuses_is_taken_back(case: str, machine: Machine) -> None:
    words, code, faults, says = FAULTY[case]
    machine.refuse(*words, says=says, code=code, WINGETPY_FAULTS=json.dumps(faults))


def test_a_download_larger_than_the_disk_is_not_begun(machine: Machine) -> None:
    asked = len(machine.offer.ranges)
    fault = machine.refuse(
        "install", "Test.Large", says="320,000", code="DiskFull", WINGETPY_FACTS='{"FreeSpace": 1000}'
    )
    assert "1,000" in fault["Message"]
    assert len(machine.offer.ranges) == asked + 1, "a disk does not grow by asking again"


def test_a_file_of_the_user_is_not_replaced_by_a_command(machine: Machine) -> None:
    mine = Shop(machine.folder).write(LINKS / "good.exe")
    machine.refuse("install", "Test.Good", says="good.exe", code="PortableInstallFailed")
    Shop(machine.folder).native(mine).unlink()


def test_machine_scope_without_elevation_says_what_it_needs(machine: Machine) -> None:
    machine.refuse(
        "install", "Test.Good", "--scope", "machine",
        says="administrator", code="CommandRequiresAdmin", WINGETPY_FACTS='{"Elevated": false}',
    )  # fmt: skip


MANIFESTS = {
    "no YAML": ("PackageIdentifier: [Test.X\n", "LibyamlError"),
    "a key that comes twice": ("PackageIdentifier: Test.X\nPackageIdentifier: Test.Y\n", "YamlDuplicateMappingKey"),
    "no manifest": ("- 1\n- 2\n", "InvalidManifest"),
    "members missing": ("PackageIdentifier: Test.X\nManifestVersion: 1.6.0\n", "InvalidManifest"),
    "a version from the future": ("ManifestVersion: 2.0.0\nPackageIdentifier: X\n", "UnsupportedManifestVersion"),
}


@pytest.mark.parametrize("case", list(MANIFESTS))
def test_a_manifest_that_does_not_parse_is_refused_and_named(case: str, machine: Machine, tmp_path: Path) -> None:
    text, code = MANIFESTS[case]
    manifest = tmp_path / "broken.yaml"
    manifest.write_text(text)
    machine.refuse("install", "-m", str(manifest), says="broken.yaml", code=code)


# Sources that fail beside one that answers


@pytest.fixture
def beside(tmp_path: Path) -> tuple[CommandLine, Path]:
    """A sandbox with two sources, and the folder of the second."""
    line = CommandLine(tmp_path)
    good, other = Shelf(tmp_path / "good"), Shelf(tmp_path / "other")
    good.program("Good")
    other.program("Other")
    line.add_source("Good", good.root)
    line.add_source("Other", other.root)
    return line, other.root


def ids(told: Told) -> list[str]:
    return [row["Id"] for row in told.json]


def test_a_source_that_is_gone_is_told_of_and_the_others_answer(beside: tuple[CommandLine, Path]) -> None:
    line, folder = beside
    shutil.rmtree(folder)
    found = line.run("search", "Test.", "--format", "json")
    assert found.code == 0
    assert ids(found) == ["Test.Good"]
    assert "Warning" in found.error
    assert "Other" in found.error
    refused = line.run("install", "Test.Good", "--format", "json")
    assert refused.code == 0x8A150045
    assert "Other" in refused.fault["Message"] + refused.error
    assert line.run("install", "Test.Good", "-s", "Good").code == 0
    assert line.run("list", "--format", "json").json[0]["Id"] == "Test.Good"

    alone = line.run("search", "Test.", "-s", "Other", "--format", "json")
    assert alone.code == 0x8A150045
    assert "Other" in alone.fault["Message"]
    assert alone.fault["Remedy"]
    updated = line.run("source", "update")
    assert updated.code != 0
    assert "Other" in updated.error
    assert "Good: up to date" in updated.out


def test_a_broken_manifest_in_a_source_is_skipped_and_reported(beside: tuple[CommandLine, Path]) -> None:
    line, folder = beside
    (folder / "broken.yaml").write_text("PackageIdentifier: [Test.Broken\n")
    told = line.run("source", "update", "Other", "--format", "json")
    assert told.code == 0
    (report,) = told.json
    assert [Path(one["Path"]).name for one in report["Broken"]] == ["broken.yaml"]
    assert report["Broken"][0]["Reason"]
    assert ids(line.run("search", "Test.", "--format", "json")) == ["Test.Good", "Test.Other"]


def test_a_source_whose_index_is_damaged_is_made_anew(beside: tuple[CommandLine, Path]) -> None:
    line, _ = beside
    for index in (line.root / "WinGetPy").rglob("*.db"):
        if "journal" not in index.name and "tracking" not in index.name:
            index.write_bytes(b"no database" * 1000)
    found = line.run("search", "Test.", "--format", "json")
    assert found.code == 0, found.error
    assert ids(found) == ["Test.Good", "Test.Other"]


def test_a_damaged_list_of_sources_is_named_with_what_to_do(beside: tuple[CommandLine, Path]) -> None:
    line, _ = beside
    assert line.run("install", "Test.Other").code == 0
    damaged = line.root / "WinGetPy" / "sources.json"
    whole = damaged.read_bytes()
    damaged.write_bytes(b"no file of ours" * 1000)
    before = Shop(line.root.parent).snapshot()
    told = line.run("install", "Test.Good", "--format", "json")
    assert told.code != 0
    assert str(damaged) in told.fault["Message"]
    assert told.fault["Remedy"]
    assert Shop(line.root.parent).snapshot() == before
    damaged.write_bytes(whole)
    assert line.run("install", "Test.Good").code == 0


def test_a_damaged_journal_is_set_aside_where_nothing_was_interrupted(beside: tuple[CommandLine, Path]) -> None:
    line, _ = beside
    assert line.run("install", "Test.Other").code == 0
    damaged = line.root / "WinGetPy" / "journal.db"
    damaged.write_bytes(b"no file of ours" * 1000)
    assert line.run("install", "Test.Good").code == 0
    assert damaged.with_name("journal.db.damaged").read_bytes() == b"no file of ours" * 1000


def test_a_damaged_record_of_what_was_installed_is_told_of_and_stops_no_reading(
    beside: tuple[CommandLine, Path],
) -> None:
    line, _ = beside
    assert line.run("install", "Test.Other").code == 0
    damaged = line.root / "WinGetPy" / "tracking.db"
    damaged.write_bytes(b"no file of ours" * 1000)
    listed = line.run("list", "--format", "json")
    assert ids(listed) == ["Test.Other"]
    assert str(damaged) in listed.error
    damaged.unlink()
    assert line.run("install", "Test.Good").code == 0
    assert line.run("list").error == ""


# Downloads


def test_a_download_that_was_cut_is_taken_up_again(tmp_path: Path) -> None:
    line, shelf = CommandLine(tmp_path), Shelf(tmp_path / "shelf")
    with web_server(LARGE, cut_at=123_456) as offer:
        shelf.program("Far", InstallerUrl=offer.address, InstallerSha256=hashlib.sha256(LARGE).hexdigest())
        line.add_source("Shelf", shelf.root)
        cut = line.run("install", "Test.Far", "--format", "json")
        assert cut.fault["Symbol"] == "DownloadSizeMismatch"
        assert offer.sent == 123_456, "the second attempt asked for what was there already"

        offer.cut_at = None
        assert line.run("install", "Test.Far").code == 0
    assert offer.sent == len(LARGE), "every byte came once"
    assert offer.ranges == [None, "bytes=123456-", "bytes=123456-"]
    program = Shop(tmp_path).native(_folder_of(line, "Test.Far") / "far.exe")
    assert program.read_bytes() == LARGE
    assert Shop(tmp_path).staging() == []


def _folder_of(line: CommandLine, id: str) -> PureWindowsPath:
    (row,) = line.run("list", id, "--format", "json").json
    folder = PureWindowsPath(row["InstallLocation"])
    assert folder.parent == PACKAGES
    return folder
