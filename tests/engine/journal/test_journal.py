"""The journal survives what the machine does to the process, and each kind of step its way through it."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path, PureWindowsPath

import pytest

from wingetpy.errors import HostError, JournalUnreadable
from wingetpy.hosts.registry import Hive, RegistryValue
from wingetpy.hosts.sandbox import SandboxHost
from wingetpy.journal.file_steps import (
    MakeDirectory,
    MakeLink,
    MoveAway,
    PlacedFile,
    PlaceFile,
    PlaceFolder,
    RemoveDirectory,
    RemoveLink,
)
from wingetpy.journal.journal import open_journal, read_journal
from wingetpy.journal.program_steps import RunProgram
from wingetpy.journal.registry_steps import (
    AddToPath,
    RemoveFromPath,
    RemoveKey,
    RemoveValue,
    SetValue,
    StoredKey,
    StoredValue,
)
from wingetpy.journal.steps import Step
from wingetpy.journal.tracking_steps import ForgetPackage, RememberPackage
from wingetpy.model.scope import Scope
from wingetpy.state.tracking import InstallWishes, TrackedPackage, open_tracking, tracked_packages

KEY = "Software\\Test"
TRACKED = TrackedPackage(source="S", package="A.B", product_code="A.B_S", version="1", installed=5.0)
STEPS: list[Step] = [
    MakeDirectory(path="C:\\a"),
    RemoveDirectory(path="C:\\a"),
    PlaceFile(path="C:\\a\\b", staged="C:\\s", sha256="00"),
    PlaceFolder(path="C:\\a", staged="C:\\s", files=(PlacedFile("b\\c", "00"),), folders=("b",)),
    MoveAway(path="C:\\a\\b", backup="C:\\s\\0"),
    MakeLink(path="C:\\l", target="C:\\a\\b"),
    RemoveLink(path="C:\\l", target="C:\\a\\b"),
    SetValue(hive=Hive.user, key=KEY, view=64, name="n", value=StoredValue("sz", text='ü"\n'), made_from=KEY),
    RemoveValue(hive=Hive.machine, key=KEY, view=32, name="n", previous=StoredValue("dword", number=7)),
    RemoveKey(
        hive=Hive.user,
        key=KEY,
        view=64,
        content=(
            StoredKey("", {"b": StoredValue("binary", raw=b"\x00\xff"), "m": StoredValue("multi_sz", texts=("a", ""))}),
        ),
    ),
    AddToPath(scope=Scope.user, element="C:\\p"),
    RemoveFromPath(scope=Scope.machine, element="C:\\p"),
    RunProgram(
        command_line='"C:\\Temp Files\\setup.exe" /S',
        working_directory="C:\\",
        timeout_seconds=1.5,
        success_codes=(0, 1),
        reboot_codes=(3010,),
    ),
    RememberPackage(package=TRACKED),
    ForgetPackage(product_code="x"),
]


def test_every_kind_of_step_comes_back_as_it_was_written(tmp_path: Path) -> None:
    with open_journal(tmp_path) as journal:
        operation = journal.begin("Install", "A.B", "src", "", "1.0", 12.5)
        journal.announce(operation, STEPS[:-2], STEPS[-2:])
        journal.tick_off(operation, range(3))
    with read_journal(tmp_path) as read:
        assert read is not None
        written = read.steps(operation)
        assert [one.step for one in written] == STEPS
        assert [one.last for one in written] == [False] * (len(STEPS) - 2) + [True, True]
        assert [one.done for one in written] == [True] * 3 + [False] * (len(STEPS) - 3)
        [open_one] = read.open_operations()
    assert (open_one.kind, open_one.package, open_one.to_version, open_one.started) == ("Install", "A.B", "1.0", 12.5)


def test_what_has_ended_is_no_longer_open_but_remembered(tmp_path: Path) -> None:
    with open_journal(tmp_path) as journal:
        operation = journal.begin("Update", "A.B", "src", "1", "2", 1.0)
        journal.announce(operation, STEPS, [])
        journal.turn(operation, "committed", 2.0)
        assert [one.state for one in journal.open_operations()] == ["committed"]
        journal.turn(operation, "finished", 3.0)
        assert journal.open_operations() == []
        assert [(one.state, one.finished) for one in journal.operations()] == [("finished", 3.0)]
        assert journal.steps(operation) == []


def test_the_journal_writes_through_to_the_disk(tmp_path: Path) -> None:
    with open_journal(tmp_path) as journal:
        [(level,)] = journal._connection.execute("PRAGMA synchronous").fetchall()
        assert level == 2


def test_a_machine_where_nothing_was_changed_has_no_journal(tmp_path: Path) -> None:
    with read_journal(tmp_path) as journal:
        assert journal is None
    assert list(tmp_path.iterdir()) == []


def test_a_reader_changes_nothing(tmp_path: Path) -> None:
    with open_journal(tmp_path) as journal:
        journal.begin("Install", "A.B", "", "", "1", 1.0)
    with read_journal(tmp_path) as reader:
        assert reader is not None
        with pytest.raises(sqlite3.OperationalError, match="readonly"):
            reader.begin("Install", "A.B", "", "", "1", 1.0)


def test_a_tracked_package_is_found_and_forgotten(tmp_path: Path) -> None:
    with open_tracking(tmp_path) as tracking:
        tracking.remember(TRACKED)
        assert tracking.find("S", "a.b") == [TRACKED]
        tracking.forget("a.b_s", "")
        assert tracking.packages() == []


def test_a_step_that_was_never_done_is_taken_back_without_harm(tmp_path: Path) -> None:
    """Undo looks first: what the user has there by the same name stays."""
    host = SandboxHost(tmp_path)
    mine = host.files.local(PureWindowsPath("C:\\a"))
    mine.mkdir()
    (mine / "b").write_bytes(b"mine")
    host.registry.set_value(Hive.user, KEY, "n", RegistryValue("sz", "mine"))
    for step in STEPS:
        if isinstance(
            step, (MakeDirectory, PlaceFile, PlaceFolder, MoveAway, MakeLink, SetValue, RemoveValue, AddToPath)
        ):
            step.undo(host)
    assert (mine / "b").read_bytes() == b"mine"
    assert host.registry.values(Hive.user, KEY) == {"n": RegistryValue("sz", "mine")}


def test_a_placed_file_that_was_changed_since_is_left_and_told(tmp_path: Path) -> None:
    host = SandboxHost(tmp_path)
    staged = host.staging_folder() / "s"
    host.files.local(staged).write_bytes(b"ours")
    step = PlaceFile(path="C:\\b", staged=str(staged), sha256=host.files.sha256(staged))
    step.do(host)
    host.files.local(PureWindowsPath("C:\\b")).write_bytes(b"theirs")
    assert "was changed" in (step.undo(host) or "")
    assert host.files.local(PureWindowsPath("C:\\b")).read_bytes() == b"theirs"


def test_a_removed_key_comes_back_with_all_its_values(tmp_path: Path) -> None:
    host = SandboxHost(tmp_path)
    host.registry.set_value(Hive.user, KEY, "t", RegistryValue("expand_sz", "%x%"))
    host.registry.set_value(Hive.user, KEY + "\\Below", "d", RegistryValue("dword", 3))
    content = (
        StoredKey("", {"t": StoredValue("expand_sz", text="%x%")}),
        StoredKey("Below", {"d": StoredValue("dword", number=3)}),
    )
    step = RemoveKey(hive=Hive.user, key=KEY, view=64, content=content)
    step.do(host)
    assert host.registry.values(Hive.user, KEY) is None
    step.undo(host)
    assert host.registry.values(Hive.user, KEY) == {"t": RegistryValue("expand_sz", "%x%")}
    assert host.registry.values(Hive.user, KEY + "\\Below") == {"d": RegistryValue("dword", 3)}


def placed_folder(host: SandboxHost) -> PlaceFolder:
    """C:\\Tool with bin\\tool.exe, readme.txt and an empty folder, placed."""
    staged = host.staging_folder() / "unpacked"
    files = {"bin\\tool.exe": b"tool", "readme.txt": b"read me"}
    for name, content in files.items():
        native = host.files.local(staged / name)
        native.parent.mkdir(parents=True, exist_ok=True)
        native.write_bytes(content)
    host.files.local(staged / "logs").mkdir()
    placed = tuple(PlacedFile(name, host.files.sha256(staged / name)) for name in files)
    step = PlaceFolder(path="C:\\Tool", staged=str(staged), files=placed, folders=("bin", "logs"))
    step.do(host)
    return step


def test_a_placed_folder_is_taken_back_as_a_whole(tmp_path: Path) -> None:
    host = SandboxHost(tmp_path)
    step = placed_folder(host)
    assert step.undo(host) is None
    assert host.files.entry(PureWindowsPath("C:\\Tool")) is None
    assert step.undo(host) is None


def test_what_somebody_put_into_a_placed_folder_stays(tmp_path: Path) -> None:
    host = SandboxHost(tmp_path)
    step = placed_folder(host)
    mine = host.files.local(PureWindowsPath("C:\\Tool\\bin\\mine.txt"))
    mine.write_bytes(b"mine")
    assert step.undo(host) == "The folder 'C:\\Tool' was left: something else was put into it."
    assert [path.name for path in mine.parent.iterdir()] == ["mine.txt"]
    assert [path.name for path in mine.parent.parent.iterdir()] == ["bin"]


def test_a_changed_file_of_a_placed_folder_stays_and_is_named(tmp_path: Path) -> None:
    host = SandboxHost(tmp_path)
    step = placed_folder(host)
    host.files.local(PureWindowsPath("C:\\Tool\\readme.txt")).write_bytes(b"mine")
    assert step.undo(host) == "'C:\\Tool\\readme.txt' was left: it was changed after it was placed."
    assert [one.path.name for one in host.files.list(PureWindowsPath("C:\\Tool"))] == ["readme.txt"]


def test_a_step_of_a_newer_engine_stops_a_change_with_the_name_of_the_journal(tmp_path: Path) -> None:
    with open_journal(tmp_path) as journal:
        operation = journal.begin("Install", "Test.Tool", "test", "", "1.0", 0.0)
        journal.announce(operation, [MakeDirectory(path="C:\\a")], [])
    with closing(sqlite3.connect(tmp_path / "journal.db")) as connection, connection:
        connection.execute("""UPDATE step SET change = '{"do": "teleport"}'""")

    def read() -> None:
        with open_journal(tmp_path) as journal:
            journal.steps(operation)

    with pytest.raises(HostError, match=r"journal\.db.*later version"):
        read()


def _with_row(folder: Path, change: str) -> None:
    """Write the records `a.broken` and `a.sound` and do something to the first."""
    with open_tracking(folder) as tracking:
        for name in ("a.broken", "a.sound"):
            tracking.remember(TrackedPackage(source="s", package=name, product_code=name, version="1", installed=0.0))
    with closing(sqlite3.connect(folder / "tracking.db")) as connection, connection:
        connection.execute(f"UPDATE installation SET {change} WHERE package = 'a.broken'")


def test_wishes_that_cannot_be_read_are_left_out_with_a_warning_and_the_record_holds(tmp_path: Path) -> None:
    _with_row(tmp_path, "wishes = '{'")
    warnings: list[str] = []
    found = tracked_packages(tmp_path, warnings.append)
    assert [(one.package, one.wishes) for one in found] == [("a.broken", InstallWishes()), ("a.sound", InstallWishes())]
    (text,) = warnings
    assert "a.broken" in text
    assert "tracking.db" in text


@pytest.mark.parametrize("change", ["installed = 'x'", "version = x'00'", "location = CAST(x'ff' AS TEXT)"])
def test_a_record_that_cannot_be_read_is_left_out_with_a_warning_and_stays(tmp_path: Path, change: str) -> None:
    _with_row(tmp_path, change)
    warnings: list[str] = []
    assert [one.package for one in tracked_packages(tmp_path, warnings.append)] == ["a.sound"]
    (text,) = warnings
    assert "a.broken" in text
    with open_tracking(tmp_path) as tracking:
        assert [one.package for one in tracking.packages()] == ["a.sound"]
        tracking.forget("a.sound", "")
    with closing(sqlite3.connect(tmp_path / "tracking.db")) as connection:
        assert connection.execute("SELECT package FROM installation").fetchall() == [("a.broken",)]


def test_a_tracking_store_without_a_column_is_set_aside_beside_an_earlier_one(tmp_path: Path) -> None:
    (tmp_path / "tracking.db.damaged").write_text("earlier")
    with closing(sqlite3.connect(tmp_path / "tracking.db")) as connection, connection:
        connection.execute("CREATE TABLE installation(source TEXT, package TEXT)")
    with open_tracking(tmp_path) as tracking:
        tracking.remember(TRACKED)
        assert tracking.packages() == [TRACKED]
    assert (tmp_path / "tracking.db.damaged").read_text() == "earlier"
    assert (tmp_path / "tracking.db.damaged-2").is_file()


ENDLESS = "WITH RECURSIVE endless(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM endless) SELECT {} FROM endless"


def replaced_by_an_endless_view(path: Path, table: str) -> None:
    with closing(sqlite3.connect(path)) as connection, connection:
        columns = ", ".join(f"n AS {column[1]}" for column in connection.execute(f"PRAGMA table_info({table})"))
        connection.execute(f"DROP TABLE {table}")
        connection.execute(f"CREATE VIEW {table} AS {ENDLESS.format(columns)}")


@pytest.mark.parametrize("table", ["operation", "step"])
def test_a_journal_with_a_view_is_not_read(table: str, tmp_path: Path) -> None:
    with open_journal(tmp_path):
        pass
    replaced_by_an_endless_view(tmp_path / "journal.db", table)
    for opened in (open_journal, read_journal):
        with pytest.raises(JournalUnreadable, match="views or triggers"), opened(tmp_path):
            raise AssertionError("it is read")


def test_a_journal_without_a_table_is_named_and_left_as_it_is(tmp_path: Path) -> None:
    with open_journal(tmp_path):
        pass
    with closing(sqlite3.connect(tmp_path / "journal.db")) as connection, connection:
        connection.execute("DROP TABLE step")
    with pytest.raises(JournalUnreadable, match="tables of the file") as caught, open_journal(tmp_path):
        raise AssertionError("it is read")
    assert "keep" in caught.value.remedy or "kept" in caught.value.remedy


def test_a_tracking_store_with_a_view_is_set_aside(tmp_path: Path) -> None:
    with open_tracking(tmp_path):
        pass
    replaced_by_an_endless_view(tmp_path / "tracking.db", "installation")
    assert tracked_packages(tmp_path, pytest.fail) == []
    with open_tracking(tmp_path) as tracking:
        assert tracking.packages() == []
    assert (tmp_path / "tracking.db.damaged").is_file()
