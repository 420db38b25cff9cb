"""Portables carry their record with them, whoever installed them."""

import sqlite3
from contextlib import closing
from pathlib import PureWindowsPath

import pytest

from wingetpy.errors import ErrorCode, OperationError
from wingetpy.hosts.registry import Hive, RegistryValue
from wingetpy.inventory.installed import installed_entries
from wingetpy.inventory.portable_entry import EntryPlace, read_portable_entry
from wingetpy.inventory.portable_files import PortableFileKind, read_file_list

FOLDER = PureWindowsPath(r"C:\Users\user\AppData\Local\Microsoft\WinGet\Packages\Some.Tool_Source")
LINK = PureWindowsPath(r"C:\Users\user\AppData\Local\Microsoft\WinGet\Links\tool.exe")


@pytest.fixture
def portable(host, register):
    """An installed portable of the user; returns a function that reads its entry."""
    register(
        "Some.Tool_Source",
        hive=Hive.user,
        DisplayName="Tool",
        DisplayVersion="1.0",
        WinGetInstallerType="portable",
        WinGetPackageIdentifier="Some.Tool",
        WinGetSourceIdentifier="Source",
        InstallLocation=str(FOLDER),
        TargetFullPath=str(FOLDER / "tool.exe"),
        SymlinkFullPath=str(LINK),
        SHA256="ab" * 32,
        InstallDirectoryCreated=1,
        InstallDirectoryAddedToPath=0,
    )
    return lambda: installed_entries(host)[0]


def test_the_record_says_whose_package_it_is_and_where_its_files_are(portable):
    entry = portable()
    assert entry.installer_type == "portable"
    assert (entry.portable.package_id, entry.portable.source_id) == ("Some.Tool", "Source")
    assert entry.portable.location == FOLDER
    assert (entry.portable.made_location, entry.portable.location_on_path) == (True, False)


@pytest.mark.parametrize(
    ("value", "is_set"),
    [(1, True), (2, True), (0, False), ("1", False), (RegistryValue("qword", 1), False)],
)
def test_a_flag_is_a_dword_other_than_0_wherever_it_is_read(host, register, portable, value, is_set):
    register("Some.Tool_Source", hive=Hive.user, InstallDirectoryCreated=value)
    listed = portable().portable
    assert listed.made_location is is_set
    assert listed == read_portable_entry(host, EntryPlace(Hive.user, 64, "Some.Tool_Source"))


def test_paths_that_are_not_absolute_count_as_not_there(host, register, portable):
    register("Some.Tool_Source", hive=Hive.user, InstallLocation="Tools", TargetFullPath='"C:\\Tools\\a.exe"')
    assert portable().portable.location is None
    assert portable().portable.target == PureWindowsPath(r"C:\Tools\a.exe")


def test_the_files_of_an_archive_are_in_the_list_beside_them(host):
    local = host.files.local(FOLDER)
    local.mkdir(parents=True)
    with closing(sqlite3.connect(local / "Some.Tool_Source.db")) as database, database:
        database.execute(
            "CREATE TABLE portable(filepath TEXT UNIQUE COLLATE NOCASE, filetype INT, sha256 TEXT, symlinktarget TEXT)"
        )
        database.executemany(
            "INSERT INTO portable VALUES (?, ?, ?, ?)",
            [
                ("bin", 2, "", ""),
                (str(FOLDER / "bin" / "a.exe"), 1, "cd" * 32, None),
                (str(LINK), 3, "", str(FOLDER / "bin" / "a.exe")),
            ],
        )
    folder, file, link = read_file_list(local / "Some.Tool_Source.db", FOLDER)
    assert (folder.path, folder.kind) == (FOLDER / "bin", PortableFileKind.directory)
    assert (file.path, file.sha256) == (FOLDER / "bin" / "a.exe", "CD" * 32)
    assert link.link_target == file.path


def test_a_broken_list_is_an_error_with_a_code_and_the_entry_is_listed_all_the_same(host, portable):
    local = host.files.local(FOLDER)
    local.mkdir(parents=True)
    (local / "Some.Tool_Source.db").write_bytes(b"no database at all")
    assert portable().portable is not None
    with pytest.raises(OperationError) as failure:
        read_file_list(local / "Some.Tool_Source.db", FOLDER)
    assert failure.value.code is ErrorCode.IndexIntegrityCompromised


def test_an_entry_without_package_or_source_has_no_record(host, register):
    register("Half", DisplayName="Half", WinGetInstallerType="portable", WinGetPackageIdentifier="Some.Tool")
    (entry,) = installed_entries(host)
    assert entry.portable is None
