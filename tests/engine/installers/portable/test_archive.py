"""An archive of portables: tracked files go and come, the user's own files stay."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path, PureWindowsPath

import msgspec
import pytest

from kit.shop import LINKS, PACKAGES, SOURCE, Shop
from wingetpy.errors import ErrorCode
from wingetpy.hosts.sandbox import SandboxFacts
from wingetpy.installers.technology import InstallOptions, UninstallOptions
from wingetpy.settings.log import log_path

CODE = f"Test.Tools_{SOURCE}"
FOLDER = PACKAGES / CODE
FIRST = {"bin/tool.exe": "tool 1", "readme.txt": "read me", "lib/old.dll": "old", "empty/": ""}
SECOND = {"bin/tool.exe": "tool 2", "readme.txt": "read me", "lib/new.dll": "new"}


@pytest.fixture
def shop(tmp_path: Path) -> Shop:
    return Shop(tmp_path)


def names(shop: Shop, folder: PureWindowsPath = FOLDER) -> list[str]:
    root = shop.native(folder)
    return sorted(path.relative_to(root).as_posix() for path in root.rglob("*"))


def test_an_archive_is_unpacked_and_its_programs_are_commands(shop: Shop) -> None:
    outcome = shop.install(shop.archive("1.0", FIRST))
    assert outcome.error is None, outcome.error
    assert names(shop) == [f"{CODE}.db", "bin", "bin/tool.exe", "empty", "lib", "lib/old.dll", "readme.txt"]
    assert shop.host.files.read_link(LINKS / "tool.exe") == FOLDER / "bin" / "tool.exe"
    assert shop.path() == [str(LINKS)]
    assert shop.staging() == []


def test_the_list_of_files_is_the_references(shop: Shop) -> None:
    shop.install(shop.archive("1.0", {"tool.exe": "tool"}, {"tool.exe": ""}))
    with closing(sqlite3.connect(shop.native(FOLDER / f"{CODE}.db"))) as database:
        rows = database.execute("SELECT filepath, filetype, sha256, symlinktarget FROM portable").fetchall()
        metadata = dict(database.execute("SELECT name, value FROM metadata").fetchall())
        columns = database.execute("PRAGMA table_info(portable)").fetchall()
    tool = str(FOLDER / "tool.exe")
    assert rows[0][:2] == (tool, 1)
    assert len(rows[0][2]) == 64
    assert rows[1] == (str(LINKS / "tool.exe"), 3, "", tool)
    assert (metadata["majorVersion"], metadata["minorVersion"]) == ("1", "0")
    assert [(column[1], column[2], column[3]) for column in columns] == [
        ("filepath", "TEXT", 1),
        ("filetype", "INT64", 1),
        ("sha256", "BLOB", 0),
        ("symlinktarget", "TEXT", 0),
    ]


def test_update_replaces_what_changed_removes_what_vanished_and_keeps_the_users_files(shop: Shop) -> None:
    shop.install(shop.archive("1.0", FIRST))
    shop.write(FOLDER / "lib" / "mine.txt")
    shop.write(FOLDER / "settings.ini")
    outcome = shop.update(shop.archive("2.0", SECOND))
    assert outcome.error is None, outcome.error
    assert (outcome.version_before, outcome.version_after) == ("1.0", "2.0")
    assert shop.read(FOLDER / "bin" / "tool.exe") == b"tool 2"
    assert names(shop) == [
        f"{CODE}.db", "bin", "bin/tool.exe", "lib", "lib/mine.txt", "lib/new.dll", "readme.txt", "settings.ini",
    ]  # fmt: skip
    there = shop.installed("Test.Tools")
    assert there is not None
    assert there.version == "2.0"
    assert shop.staging() == []


def test_uninstall_keeps_the_users_files_and_their_folders(shop: Shop) -> None:
    shop.install(shop.archive("1.0", FIRST))
    shop.write(FOLDER / "lib" / "mine.txt")
    outcome = shop.uninstall("Test.Tools")
    assert outcome.error is None, outcome.error
    assert names(shop) == ["lib", "lib/mine.txt"]
    assert any("mine" in text or "remain" in text for text in outcome.warnings), outcome.warnings


def test_uninstall_removes_all_that_was_installed(shop: Shop) -> None:
    shop.install(shop.archive("1.0", FIRST))
    assert shop.uninstall("Test.Tools").error is None
    assert not shop.native(FOLDER).exists()
    assert shop.path() == []


def test_purge_takes_the_users_files_too(shop: Shop) -> None:
    shop.install(shop.archive("1.0", FIRST))
    shop.write(FOLDER / "lib" / "mine.txt")
    assert shop.uninstall("Test.Tools", UninstallOptions(purge=True)).error is None
    assert not shop.native(FOLDER).exists()


def test_a_file_the_user_changed_is_neither_replaced_nor_removed(shop: Shop) -> None:
    shop.install(shop.archive("1.0", FIRST))
    changed = shop.write(FOLDER / "bin" / "tool.exe", b"my own build")
    before = shop.snapshot()
    for outcome in (shop.update(shop.archive("2.0", SECOND)), shop.uninstall("Test.Tools")):
        assert outcome.error is not None
        assert outcome.error.code is ErrorCode.PortableUninstallFailed
        assert str(changed) in outcome.error.text
        assert "modified" in outcome.error.text
        assert outcome.error.remedy_id == "ModifiedFiles"
    assert shop.snapshot() == before
    assert shop.update(shop.archive("2.0", SECOND), InstallOptions(force=True)).error is None
    assert shop.read(changed) == b"tool 2"


def test_force_removes_a_changed_file_and_says_so(shop: Shop) -> None:
    shop.install(shop.archive("1.0", FIRST))
    shop.write(FOLDER / "bin" / "tool.exe", b"my own build")
    outcome = shop.uninstall("Test.Tools", UninstallOptions(force=True))
    assert outcome.error is None
    assert any("because of force" in text for text in outcome.warnings)
    assert not shop.native(FOLDER).exists()


def test_a_link_the_user_turned_elsewhere_is_a_change_too(shop: Shop) -> None:
    shop.install(shop.archive("1.0", FIRST))
    shop.host.files.remove_file(LINKS / "tool.exe")
    shop.write(PureWindowsPath(r"C:\mine\tool.exe"))
    shop.host.files.make_link(LINKS / "tool.exe", PureWindowsPath(r"C:\mine\tool.exe"))
    outcome = shop.uninstall("Test.Tools")
    assert outcome.error is not None
    assert outcome.error.code is ErrorCode.PortableUninstallFailed
    assert shop.host.files.read_link(LINKS / "tool.exe") is not None
    assert shop.uninstall("Test.Tools", UninstallOptions(force=True)).error is None
    assert shop.host.files.entry(LINKS / "tool.exe") is None


def test_programs_that_depend_on_path_get_their_folder_on_path_and_no_link(shop: Shop) -> None:
    outcome = shop.install(shop.archive("1.0", FIRST, ArchiveBinariesDependOnPath="true"))
    assert outcome.error is None
    assert shop.host.files.entry(LINKS / "tool.exe") is None
    assert shop.path() == [str(FOLDER / "bin")]
    assert shop.uninstall("Test.Tools").path_removed == (str(FOLDER / "bin"),)
    assert shop.path() == []


def test_where_links_cannot_be_made_the_folder_goes_on_path(tmp_path: Path) -> None:
    shop = Shop(tmp_path, SandboxFacts(links_possible=False))
    assert shop.install(shop.archive("1.0", FIRST)).error is None
    assert shop.path() == [str(FOLDER / "bin")]
    assert shop.update(shop.archive("2.0", SECOND)).error is None
    assert shop.path() == [str(FOLDER / "bin")]
    assert shop.uninstall("Test.Tools").error is None
    assert shop.path() == []
    assert not shop.native(FOLDER).exists()


def test_the_folder_of_commands_stays_on_path_while_another_portable_uses_it(shop: Shop) -> None:
    shop.install(shop.archive("1.0", FIRST))
    shop.install(shop.program("1.0"))
    assert shop.uninstall("Test.Tools").path_removed == ()
    assert shop.path() == [str(LINKS)]
    assert shop.uninstall("Test.Tool").path_removed == (str(LINKS),)
    assert shop.path() == []


def test_what_winget_installed_is_updated_and_removed(shop: Shop) -> None:
    """The reference records a folder at the top as one row and has no table of ours."""
    shop.install(shop.archive("1.0", FIRST))
    as_winget_records_it(shop)
    assert shop.update(shop.archive("2.0", SECOND)).error is None
    assert names(shop) == [f"{CODE}.db", "bin", "bin/tool.exe", "lib", "lib/new.dll", "readme.txt"]
    as_winget_records_it(shop)
    assert shop.uninstall("Test.Tools").error is None
    assert not shop.native(FOLDER).exists()


def as_winget_records_it(shop: Shop) -> None:
    with closing(sqlite3.connect(shop.native(FOLDER / f"{CODE}.db"))) as database, database:
        database.execute("DELETE FROM metadata WHERE name = 'wingetpyFolders'")
        database.execute("DELETE FROM portable WHERE filepath LIKE ? AND filetype = 1", (f"{FOLDER}\\%\\%",))
        for entry in shop.host.files.list(FOLDER):
            if entry.kind == "directory":
                database.execute("INSERT INTO portable VALUES(?, 2, '', '')", (str(entry.path),))


def test_another_location_is_made_and_goes_again(shop: Shop) -> None:
    place = PureWindowsPath(r"C:\Tools\Mine")
    assert shop.install(shop.archive("1.0", FIRST), InstallOptions(location=place)).error is None
    assert shop.read(place / "bin" / "tool.exe") == b"tool 1"
    assert shop.update(shop.archive("2.0", SECOND)).error is None
    assert shop.read(place / "bin" / "tool.exe") == b"tool 2"
    assert shop.uninstall("Test.Tools").error is None
    assert not shop.native(place).exists()


def test_a_location_that_was_there_stays(shop: Shop) -> None:
    mine = shop.write(PureWindowsPath(r"C:\Tools\mine.txt"))
    assert shop.install(shop.archive("1.0", FIRST), InstallOptions(location=mine.parent)).error is None
    assert shop.uninstall("Test.Tools", UninstallOptions(purge=True)).error is None
    assert names(shop, mine.parent) == ["mine.txt"]


def test_a_plan_can_be_sent(shop: Shop) -> None:
    plan = shop.plan_install(shop.archive("1.0", FIRST)).plan
    assert plan.location == str(FOLDER)
    sent = msgspec.json.decode(msgspec.json.encode(plan))
    assert [step["Kind"] for step in sent["Steps"]] == [
        "Download",
        "Verify",
        "Unpack",
        "Place",
        "Link",
        "Path",
        "Entry",
    ]
    assert sent["Sha256"]
    assert sent["Size"] == (shop.folder / "Test.Tools-1.0.zip").stat().st_size


def test_the_log_tells_the_story(shop: Shop) -> None:
    shop.install(shop.archive("1.0", FIRST))
    story = log_path(shop.host).read_text("utf-8")
    for part in ("Install of Test.Tools 1.0 begins", f"files in {FOLDER}", "to PATH", "is complete"):
        assert part in story, story


def test_an_install_with_force_replaces_a_damaged_list_as_its_error_says(shop: Shop) -> None:
    shop.install(shop.archive("1.0", FIRST))
    shop.native(FOLDER / f"{CODE}.db").write_bytes(b"garbage" * 400)
    for outcome in (
        shop.update(shop.archive("2.0", SECOND)),
        shop.uninstall("Test.Tools"),
        shop.uninstall("Test.Tools", UninstallOptions(force=True)),
    ):
        assert outcome.error is not None
        assert outcome.error.code is ErrorCode.IndexIntegrityCompromised
        assert "Install the package again with force" in outcome.error.remedy
    assert shop.native(FOLDER / "bin" / "tool.exe").read_text() == "tool 1"

    outcome = shop.update(shop.archive("2.0", SECOND), InstallOptions(force=True))
    assert outcome.error is None, outcome.error
    assert any("damaged" in text for text in outcome.warnings)
    assert shop.native(FOLDER / "bin" / "tool.exe").read_text() == "tool 2"
    outcome = shop.uninstall("Test.Tools")
    assert outcome.error is None, outcome.error
    assert names(shop) == ["empty", "lib", "lib/old.dll"]  # not in 2.0, and nothing says whose


def test_a_list_in_use_is_not_called_damaged(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("wingetpy.state.database.WAIT_SECONDS", 0.05)
    shop.install(shop.archive("1.0", FIRST))
    with closing(sqlite3.connect(shop.native(FOLDER / f"{CODE}.db"), isolation_level=None)) as held:
        held.execute("BEGIN EXCLUSIVE")
        outcome = shop.update(shop.archive("2.0", SECOND), InstallOptions(force=True))
    assert outcome.error is not None
    assert outcome.error.code is ErrorCode.FileInUse
    assert shop.update(shop.archive("2.0", SECOND)).error is None


def test_a_purge_leaves_a_folder_that_was_there_before_and_says_so(shop: Shop) -> None:
    shop.native(FOLDER).mkdir(parents=True)
    (shop.native(FOLDER) / "mine.txt").write_text("mine")
    shop.install(shop.archive("1.0", FIRST))
    outcome = shop.uninstall("Test.Tools", UninstallOptions(purge=True))
    assert outcome.error is None, outcome.error
    assert names(shop) == ["mine.txt"]
    assert any("was not purged" in text for text in outcome.warnings)
