"""A package with what it depends on in a folder, from which a machine without network installs it."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from kit.manifests import singleton
from kit.place import Place
from kit.secure_server import Answer, Asked, site
from wingetpy.commands.objects import DownloadResult
from wingetpy.errors import BadRequest, ErrorCode
from wingetpy.hosts.sandbox import SandboxFacts
from wingetpy.transfer import download as transfer

NEEDS = "Dependencies:\n  PackageDependencies:\n  - PackageIdentifier: Test.{}"


@pytest.fixture(autouse=True)
def _no_pause(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(transfer, "PAUSE_SECONDS", 0.01)


def content(asked: Asked) -> Answer:
    """A server whose files hold their own names; those named `missing` are not there."""
    name = asked.path[1:]
    return Answer(404, (), b"") if name == "missing" else Answer(200, (), name.encode())


def put(place: Place, name: str, url: str, installer: str = "", *, sha256: str = "", version: str = "1.0") -> None:
    sha256 = sha256 or hashlib.sha256(name.encode()).hexdigest()
    text = singleton(f"Test.{name}", version, kind="portable", url=url, sha256=sha256, installer=installer)
    place.shelf.write(f"{name}-{version}.yaml", text)


def download(place: Place, **params: object) -> DownloadResult:
    place.ask("package/download", **params)
    [row] = place.call.rows
    assert isinstance(row, DownloadResult)
    return row


def names(folder: Path) -> list[str]:
    return sorted(str(one.relative_to(folder)) for one in folder.rglob("*") if one.is_file())


def test_what_was_downloaded_is_installed_on_a_machine_without_network(place: Place, tmp_path: Path) -> None:
    folder = tmp_path / "offline"
    with site(content, None) as known:
        put(place, "Base", f"{known.url}/Base")
        put(place, "Middle", f"{known.url}/Middle", NEEDS.format("Base"))
        put(place, "Main", f"{known.url}/Main", NEEDS.format("Middle"))
        place.open()
        result = download(place, Id="Test.Main", DownloadDirectory=str(folder))
    assert result.status == "Ok", result.error
    assert names(folder) == [
        "Dependencies/Base_1.0_X64_Portable_en-US.exe",
        "Dependencies/Base_1.0_X64_Portable_en-US.yaml",
        "Dependencies/Middle_1.0_X64_Portable_en-US.exe",
        "Dependencies/Middle_1.0_X64_Portable_en-US.yaml",
        "Main_1.0_X64_Portable_en-US.exe",
        "Main_1.0_X64_Portable_en-US.yaml",
    ]
    assert sorted(Path(one).name for one in result.files) == sorted(Path(one).name for one in names(folder))
    assert Path(result.path).read_bytes() == b"Main"
    assert place.installed() == {}

    other = Place(tmp_path / "other")
    other.ask("source/add", Name="offline", Argument=str(folder))
    assert other.install(Id="Test.Main").status == "Ok"
    assert other.installed() == {"Test.Main": "1.0", "Test.Middle": "1.0", "Test.Base": "1.0"}


def test_a_manifest_is_installed_from_its_folder_whatever_the_file_beside_it_is_called(
    place: Place, tmp_path: Path
) -> None:
    text = singleton(
        "Test.Lone", kind="portable", url="http://127.0.0.1:9/none", sha256=hashlib.sha256(b"x").hexdigest()
    )
    (tmp_path / "m").mkdir()
    (tmp_path / "m" / "lone.yaml").write_text(text)
    (tmp_path / "m" / "wrong.exe").write_bytes(b"y")
    assert place.install(Manifest=str(tmp_path / "m" / "lone.yaml")).status == "DownloadError"
    (tmp_path / "m" / "anything.bin").write_bytes(b"x")
    assert place.install(Manifest=str(tmp_path / "m" / "lone.yaml")).status == "Ok"


def test_it_goes_into_a_folder_of_its_own_in_the_downloads(place: Place) -> None:
    place.package("Test.Tool", "2.0")
    place.open()
    result = download(place, Id="test.tool")
    assert Path(result.path).parent.name == "Test.Tool_2.0"
    assert Path(result.path).parent.parent.name == "Downloads"


def test_the_architecture_is_that_of_another_machine_and_holds_for_dependencies(place: Place, tmp_path: Path) -> None:
    with site(content, None) as known:
        for name, more in (("Base", ""), ("Main", NEEDS.format("Base"))):
            sha256 = hashlib.sha256(name.encode()).hexdigest()
            text = singleton(f"Test.{name}", kind="portable", url=f"{known.url}/{name}", sha256=sha256, installer=more)
            one = text[text.index("- Architecture") : text.index("ManifestType")]
            text = text.replace(one, one + one.replace("x64", "arm64"))
            place.shelf.write(f"{name}.yaml", text)
        place.open()
        result = download(place, Id="Test.Main", Architecture="Arm64", DownloadDirectory=str(tmp_path / "o"))
    assert result.status == "Ok", result.error
    assert {one.rpartition("/")[2] for one in names(tmp_path / "o") if one.endswith(".exe")} == {
        "Main_1.0_Arm64_Portable_en-US.exe",
        "Base_1.0_Arm64_Portable_en-US.exe",
    }


def test_dependencies_are_left_out_when_asked(place: Place, tmp_path: Path) -> None:
    place.package("Test.Base")
    place.package("Test.Main", installer=NEEDS.format("Base"))
    place.open()
    result = download(place, Id="Test.Main", SkipDependencies=True, DownloadDirectory=str(tmp_path / "o"))
    assert not (tmp_path / "o" / "Dependencies").exists()
    assert len(result.files) == 2
    assert any("Dependencies skipped" in text for text in place.call.warnings())


def test_a_file_that_is_there_is_not_transferred_again(place: Place, tmp_path: Path) -> None:
    with site(content, None) as known:
        put(place, "Main", f"{known.url}/Main")
        place.open()
        download(place, Id="Test.Main", DownloadDirectory=str(tmp_path / "o"))
    again = download(place, Id="Test.Main", DownloadDirectory=str(tmp_path / "o"))  # the server is gone
    assert again.status == "Ok"


@pytest.mark.parametrize("failing", ["Main", "Base"])
def test_what_is_missing_or_wrong_is_named_and_nothing_is_written(place: Place, tmp_path: Path, failing: str) -> None:
    with site(content, None) as known:
        for name, more in (("Base", ""), ("Main", NEEDS.format("Base"))):
            put(place, name, f"{known.url}/{'missing' if name == failing else name}", more)
        place.open()
        result = download(place, Id="Test.Main", DownloadDirectory=str(tmp_path / "o"))
    assert result.error is not None
    assert result.status == "DownloadError"
    expected = ErrorCode.DownloadFailed if failing == "Main" else ErrorCode.DownloadDependencies
    assert result.error.code == expected.hex
    assert not (tmp_path / "o").exists()


def test_a_wrong_hash_is_refused(place: Place, tmp_path: Path) -> None:
    with site(content, None) as known:
        put(place, "Main", f"{known.url}/Main", sha256="0" * 64)
        place.open()
        result = download(place, Id="Test.Main", DownloadDirectory=str(tmp_path / "o"))
    assert result.error is not None
    assert result.error.code == ErrorCode.InstallerHashMismatch.hex


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ("DownloadCommandProhibited: true", ErrorCode.DownloadCommandProhibited),
        (NEEDS.format("Nowhere"), ErrorCode.MissingDependency),
    ],
)
def test_what_cannot_be_kept_is_refused(place: Place, more: str, code: ErrorCode) -> None:
    place.package("Test.Main", installer=more)
    place.open()
    result = download(place, Id="Test.Main")
    assert result.error is not None
    assert result.error.code == code.hex


def test_an_installer_for_administrators_is_downloaded_by_anybody(tmp_path: Path) -> None:
    place = Place(tmp_path, SandboxFacts(elevated=False))
    place.package("Test.Main", installer="ElevationRequirement: elevationRequired")
    place.open()
    assert download(place, Id="Test.Main").status == "Ok"


def test_agreements_must_be_accepted(place: Place) -> None:
    place.package("Test.Main", root="Agreements:\n- AgreementLabel: Licence\n  Agreement: Be good")
    place.open()
    assert download(place, Id="Test.Main").status == "PackageAgreementsNotAccepted"
    assert download(place, Id="Test.Main", AcceptPackageAgreements=True).status == "Ok"


def test_no_package_is_an_error(place: Place) -> None:
    with pytest.raises(BadRequest, match="needs a package"):
        place.ask("package/download")
