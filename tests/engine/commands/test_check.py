"""What is installed compared with its manifest: entry, folder, files and hashes, with the reference's codes."""

from __future__ import annotations

import hashlib
from pathlib import PureWindowsPath

import pytest

from kit.manifests import singleton
from kit.place import Place
from wingetpy.commands.objects import InstalledStatus
from wingetpy.errors import BadRequest, ErrorCode, NotFound
from wingetpy.hosts.registry import UNINSTALL_KEY, Hive, RegistryValue

DATA, PROGRAM = b"the data", b"the program"
ENTRY, LOCATION, FILE = (
    "AppsAndFeaturesEntry",
    "AppsAndFeaturesEntryInstallLocation",
    "AppsAndFeaturesEntryInstallLocationFile",
)
USUAL, USUAL_FILE = "DefaultInstallLocation", "DefaultInstallLocationFile"
FOLDER = r"C:\Own\Tool"


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


@pytest.fixture
def tool(place: Place):
    """`tool("1.0", files={...})`: a program whose manifest says which files it has; not installed yet."""

    def put(version: str = "1.0", usual: str = r"%ProgramFiles%\Tool", more: str = "", installer: str = "") -> None:
        metadata = f"""
        InstallationMetadata:
          DefaultInstallLocation: '{usual}'
          Files:
          - RelativeFilePath: data.txt
            FileSha256: {sha256(DATA).upper()}
          - RelativeFilePath: bin\\tool.exe
            FileSha256: {sha256(PROGRAM)}
        {more}
        """
        lines = "\n".join(line.removeprefix("        ") for line in metadata.splitlines() if line.strip())
        path = place.shelf.root / f"Some.Tool.{version}.yaml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(singleton("Some.Tool", version, name="Tool", root=lines, installer=installer))

    return put


@pytest.fixture
def listed(place: Place):
    """Write the entry of the tool into Apps & Features."""

    def put(version: str = "1.0", location: str = FOLDER, **values: str) -> None:
        texts = {"DisplayName": "Tool", "Publisher": "Test Publisher", "DisplayVersion": version, **values}
        for name, text in ({**texts, "InstallLocation": location} if location else texts).items():
            place.host.registry.set_value(Hive.machine, f"{UNINSTALL_KEY}\\Tool", name, RegistryValue("sz", text))

    return put


@pytest.fixture
def there(place: Place):
    """Put files into a folder of the machine."""

    def put(folder: str, **contents: bytes) -> None:
        for name, content in contents.items():
            relative = {"data": "data.txt", "program": "bin\\tool.exe"}[name]
            local = place.host.files.local(PureWindowsPath(folder) / relative)
            local.parent.mkdir(parents=True, exist_ok=True)
            local.write_bytes(content)

    return put


def checked(place: Place, **criteria: object) -> InstalledStatus:
    place.open()
    place.ask("package/check", **(criteria or {"Id": "Some.Tool"}))
    [row] = place.call.rows
    assert isinstance(row, InstalledStatus)
    return row


def codes(row: InstalledStatus) -> list[tuple[str, str]]:
    return [(one.type, one.status) for one in row.checks]


def test_all_files_are_there_with_their_hashes(place, tool, listed, there):
    tool()
    listed()
    there(FOLDER, data=DATA, program=PROGRAM)
    row = checked(place)
    assert codes(row) == [
        (ENTRY, "0x00000000"),
        (LOCATION, "0x00000000"),
        (FILE, "0x00000000"),
        (FILE, "0x00000000"),
        (USUAL, "0x8A150203"),
    ]
    assert (row.status, row.installed_version, row.checked_version) == ("Ok", "1.0", "1.0")
    assert row.checks[3].path == FOLDER + r"\bin\tool.exe"
    assert row.checks[0].installer == "x64 exe"


@pytest.mark.parametrize(
    ("contents", "status", "code"),
    [
        ({"data": DATA}, "FileNotFound", "0x8A150205"),
        ({"data": DATA, "program": b"patched"}, "FileHashMismatch", "0x8A150204"),
    ],
)
def test_a_file_that_is_gone_or_changed_is_named(place, tool, listed, there, contents, status, code):
    tool()
    listed()
    there(FOLDER, **contents)
    row = checked(place)
    assert row.status == status
    assert [(one.path, one.status, one.passed) for one in row.checks if not one.passed and one.type == FILE] == [
        (FOLDER + r"\bin\tool.exe", code, False)
    ]


def test_of_another_version_files_are_looked_for_but_not_hashed(place, tool, listed, there):
    tool("1.0")
    listed("0.9")
    there(FOLDER, data=b"older", program=b"older")
    row = checked(place)
    assert (row.status, row.checked_version) == ("Ok", "1.0")
    assert [status for kind, status in codes(row) if kind == FILE] == ["0x0A150206", "0x0A150206"]


def test_a_version_that_is_a_bound_is_compared_with_its_base_without_hashes(place, tool, listed, there):
    entries = "AppsAndFeaturesEntries: [{DisplayVersion: '%s'}]"
    tool("1.0", installer=entries % "10")
    tool("2.0", installer=entries % "20")
    listed("15")
    there(FOLDER, data=b"x", program=b"x")
    row = checked(place)
    assert (row.installed_version, row.checked_version) == ("< 2.0", "2.0")
    assert [status for kind, status in codes(row) if kind == FILE] == ["0x0A150206", "0x0A150206"]


def test_a_folder_that_is_gone_is_named_and_its_files_are_not_looked_for(place, tool, listed):
    tool()
    listed()
    row = checked(place)
    assert row.status == "InstallLocationNotFound"
    assert codes(row) == [(ENTRY, "0x00000000"), (LOCATION, "0x8A150203"), (USUAL, "0x8A150203")]


@pytest.mark.parametrize(
    ("program", "status"), [(PROGRAM, "Ok"), (b"patched", "FileHashMismatch"), (None, "FileNotFound")]
)
def test_where_apps_and_features_names_no_folder_the_usual_one_answers(place, tool, listed, there, program, status):
    tool()
    listed(location="")
    there(r"C:\Program Files\Tool", data=DATA, **({"program": program} if program else {}))
    row = checked(place)
    assert codes(row)[1] == (LOCATION, "0x0A150202")
    assert (row.status, row.checks[2].path) == (status, r"C:\Program Files\Tool")


def test_what_is_not_listed_is_found_by_the_files_in_the_usual_folder(place, tool, there):
    tool()
    row = checked(place)
    assert (row.status, codes(row)) == ("NotInstalled", [(ENTRY, "0x8A150201"), (USUAL, "0x8A150203")])
    there(r"C:\Program Files\Tool", data=b"any", program=b"any")
    row = checked(place)
    assert (row.status, row.installed_version) == ("Ok", "")
    assert [status for kind, status in codes(row) if kind == USUAL_FILE] == ["0x0A150206", "0x0A150206"]


def test_an_empty_folder_of_another_program_is_no_installation(place, tool, there):
    tool()
    place.host.files.local(PureWindowsPath(r"C:\Program Files\Tool")).mkdir(parents=True)
    assert checked(place).status == "NotInstalled"


@pytest.mark.parametrize("usual", [r"\\server\share\Tool", r"Tool", r"%Nothing%\Tool"])
def test_a_folder_of_the_manifest_that_is_on_no_drive_is_never_asked(place, tool, listed, usual, monkeypatch):
    tool(usual=usual)
    listed(location="")
    asked = []
    look = place.host.files.entry
    monkeypatch.setattr(place.host.files, "entry", lambda path: (asked.append(str(path)), look(path))[1])
    row = checked(place)
    assert codes(row) == [(ENTRY, "0x00000000"), (LOCATION, "0x0A150202"), (USUAL, "0x0A150202")]
    assert asked == []


def test_a_file_of_the_manifest_that_leads_out_of_the_folder_is_not_read(place, tool, listed, there):
    tool(more="  - RelativeFilePath: '..\\secret.txt'\n            FileSha256: " + "A" * 64)
    listed()
    there(FOLDER, data=DATA, program=PROGRAM)
    row = checked(place)
    last = [one for one in row.checks if one.type == FILE][-1]
    assert (last.path, last.status, row.status) == (r"..\secret.txt", "0x8A150207", "FileAccessError")


def test_an_installer_of_another_technology_or_scope_is_not_what_is_installed(place, tool, listed):
    tool(installer="Scope: user")
    listed()
    row = checked(place)
    assert codes(row) == [(ENTRY, "0x8A150201"), (USUAL, "0x8A150203")]
    assert row.status == "Ok"  # it is listed, and nothing of it is known to be wrong


def test_what_no_source_knows_has_no_checks(place, listed, tool):
    tool()
    listed(DisplayName="Stranger", Publisher="Nobody")
    row = checked(place, ProductCode="Tool")
    assert (row.id, row.status, row.checked_version, row.checks) == (r"ARP\Machine\X64\Tool", "Ok", "", ())


def test_nothing_asked_for_and_nothing_found_are_errors(place, tool):
    tool()
    place.open()
    with pytest.raises(BadRequest, match="no package was named"):
        place.ask("package/check")
    with pytest.raises(NotFound) as error:
        place.ask("package/check", Id="No.Such")
    assert error.value.code is ErrorCode.NoApplicationsFound
    with pytest.raises(NotFound, match=r"\{1\}"):
        place.ask("package/check", ProductCode="{1}")
