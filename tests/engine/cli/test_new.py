"""`new`: manifests of installers and of older versions."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from kit.installers import MSI, PAGE, PRODUCT_CODE, UPGRADE_CODE, WINDOWS_64, nsis, zipped
from kit.web_server import web_server
from wingetpy.errors import ErrorCode

from .conftest import Line

TEXTS = ("--license", "MIT", "--short-description", "A tool")


@pytest.fixture
def msi() -> Iterator[str]:
    """The URL of an MSI."""
    with web_server(MSI) as offer:
        yield f"{offer.address}/tool-1.2.3-x64.msi"


def written(output: Path) -> dict[str, dict[str, object]]:
    """The files below a folder by their ManifestType, as any other reader of YAML sees them."""
    files = [yaml.safe_load(path.read_bytes()) for path in output.rglob("*.yaml")]
    return {file["ManifestType"]: file for file in files}


def test_a_manifest_of_a_download(line: Line, msi: str, tmp_path: Path) -> None:
    ended = line.run("new", msi, "--id", "Contoso.Tool", "-o", str(tmp_path / "out"), *TEXTS)
    folder = tmp_path / "out" / "manifests" / "c" / "Contoso" / "Tool" / "1.2.3"
    assert (ended.code, ended.error) == (0, "")
    assert f"ProductCode: {PRODUCT_CODE}  [the table Property]" in ended.out
    assert sorted(path.name for path in folder.iterdir()) == [
        "Contoso.Tool.installer.yaml",
        "Contoso.Tool.locale.en-US.yaml",
        "Contoso.Tool.yaml",
    ]
    files = written(tmp_path / "out")
    assert files["installer"]["Scope"] == "machine"
    (installer,) = files["installer"]["Installers"]  # type: ignore[misc]
    assert installer["ProductCode"] == PRODUCT_CODE
    assert installer["AppsAndFeaturesEntries"] == [{"UpgradeCode": UPGRADE_CODE}]
    assert files["defaultLocale"]["Publisher"] == "Contoso Ltd."
    assert line.run("validate", str(tmp_path / "out"), "--schema-header-errors").code == 0
    text = (folder / "Contoso.Tool.yaml").read_bytes()
    assert text.startswith(
        b"# yaml-language-server: $schema=https://aka.ms/winget-manifest.version.1.12.0.schema.json\n"
    )
    assert b"\r" not in text


def test_all_that_is_missing_is_one_error_and_nothing_is_written(line: Line, tmp_path: Path) -> None:
    with web_server(WINDOWS_64) as offer:
        ended = line.run("new", f"{offer.address}/tool.exe", "--id", "Contoso.Tool", "-o", str(tmp_path / "out"))
    assert ended.code == ErrorCode.ManifestValidationFailure
    assert "Missing: License, ShortDescription, Silent, SilentWithProgress." in ended.error
    assert "Give --license, --short-description, --silent, --silent-with-progress." in ended.error
    assert not (tmp_path / "out").exists()


def test_a_manifest_that_is_there_is_replaced_with_force_only(line: Line, msi: str, tmp_path: Path) -> None:
    words = ("new", msi, "--id", "Contoso.Tool", "--version", "1.2.3", "-o", str(tmp_path), *TEXTS)
    assert line.run(*words).code == 0
    folder = tmp_path / "manifests" / "c" / "Contoso" / "Tool" / "1.2.3"
    (folder / "Contoso.Tool.locale.de-DE.yaml").write_text("old", "utf-8")
    (folder / "notes.txt").write_text("mine", "utf-8")
    ended = line.run(*words, "--moniker", "tool")
    assert ended.code == ErrorCode.AlreadyExists
    assert (folder / "Contoso.Tool.locale.de-DE.yaml").read_text("utf-8") == "old"
    assert line.run(*words, "--moniker", "tool", "--force").code == 0
    assert written(tmp_path)["defaultLocale"]["Moniker"] == "tool"
    assert sorted(path.name for path in folder.iterdir() if "locale.de" in path.name or path.suffix == ".txt") == [
        "notes.txt"
    ]


def test_what_if_shows_the_text_and_writes_nothing(line: Line, msi: str, tmp_path: Path) -> None:
    ended = line.run("new", msi, "--id", "Contoso.Tool", "-o", str(tmp_path / "out"), "--what-if", *TEXTS)
    assert ended.code == 0
    assert "InstallerType: msi" in ended.out
    assert not (tmp_path / "out").exists()


def test_json_has_what_was_read_and_from_where(line: Line, msi: str, tmp_path: Path) -> None:
    ended = line.run("new", msi, "--id", "Contoso.Tool", "-o", str(tmp_path), "--format", "json", *TEXTS)
    assert ended.json["Written"] is True
    assert ended.json["Installers"][0]["UpgradeCode"] == UPGRADE_CODE
    assert ended.json["Installers"][0]["Origins"]["UpgradeCode"] == "the table Property"
    assert {file["ManifestType"] for file in ended.json["Files"]} == {"version", "installer", "defaultLocale"}


def test_a_file_that_is_not_uploaded_yet_stands_for_its_url(line: Line, tmp_path: Path) -> None:
    file = tmp_path / "tool.msi"
    file.write_bytes(MSI)
    url = "https://example.invalid/download/tool.msi"
    assert line.run("new", str(file), url, "--id", "Contoso.Tool", "-o", str(tmp_path), *TEXTS).code == 0
    (installer,) = written(tmp_path)["installer"]["Installers"]  # type: ignore[misc]
    assert installer["InstallerUrl"] == url
    alone = line.run("new", str(file), "--id", "Contoso.Tool", "-o", str(tmp_path), "--force", *TEXTS)
    assert f"Missing: InstallerUrl of '{file}'." in alone.error
    assert "Give --url. A file belongs to the --url that ends in the same name." in alone.error


def test_an_older_version_of_a_folder(line: Line, msi: str, tmp_path: Path) -> None:
    assert line.run("new", msi, "--id", "Contoso.Tool", "-o", str(tmp_path), *TEXTS).code == 0
    older = tmp_path / "manifests" / "c" / "Contoso" / "Tool" / "1.2.3"
    ended = line.run("new", "--from", str(older), "--version", "2.0", "-o", str(tmp_path), msi)
    assert (ended.code, ended.error) == (0, "")
    assert "PackageVersion: 1.2.3 -> 2.0" in ended.out
    newer = written(older.parent / "2.0")
    assert newer["version"]["PackageVersion"] == "2.0"  # a text for every reader of YAML
    assert newer["defaultLocale"]["License"] == "MIT"


def test_an_older_version_of_a_source_with_its_urls_derived(line: Line, msi: str, tmp_path: Path) -> None:
    tree = tmp_path / "tree"
    assert line.run("new", msi, "--id", "Contoso.Tool", "-o", str(tree), *TEXTS).code == 0
    assert line.run("source", "add", "--name", "tree", "--arg", str(tree)).code == 0
    words = ("new", "--from", "contoso.tool", "--version", "2.0", "-o", str(tmp_path / "out"), "--format", "json")
    made = line.run(*words)
    assert made.code == 0, made.error
    assert made.json["Installers"][0]["Url"] == msi.replace("1.2.3", "2.0")
    unknown = line.run("new", "--from", "Contoso.None", "--version", "2.0", "-o", str(tmp_path))
    assert unknown.code == ErrorCode.NoApplicationsFound


def test_a_file_for_an_older_version_gets_the_older_url_with_the_new_version(
    line: Line, msi: str, tmp_path: Path
) -> None:
    assert line.run("new", msi, "--id", "Contoso.Tool", "-o", str(tmp_path), *TEXTS).code == 0
    older = str(tmp_path / "manifests" / "c" / "Contoso" / "Tool" / "1.2.3")
    file = tmp_path / "built.msi"
    file.write_bytes(MSI)
    words = ("new", "--from", older, "-o", str(tmp_path), str(file), "--format", "json", "--version")
    made = line.run(*words, "2.0")
    assert made.code == 0, made.error
    assert made.json["Installers"][0]["Url"] == msi.replace("1.2.3", "2.0")
    unversioned = tmp_path / "manifests" / "c" / "Contoso" / "Tool" / "1.2.3" / "Contoso.Tool.installer.yaml"
    unversioned.write_text(unversioned.read_text("utf-8").replace("tool-1.2.3-x64", "tool"), "utf-8")
    refused = line.run(*words, "3.0")
    assert "The version 1.2.3 is not in" in refused.error
    assert "Give the URLs of the new version." in refused.error


def test_a_zip_that_is_called_a_package_and_is_none(line: Line, tmp_path: Path) -> None:
    file = tmp_path / "empty.msix"
    file.write_bytes(zipped())
    ended = line.run("new", str(file), "--id", "Contoso.Tool", "-o", str(tmp_path))
    assert "cannot be read as an MSIX package: it is a zip without the manifest of a package" in ended.error


def test_the_wrong_installer_for_an_older_version(line: Line, msi: str, tmp_path: Path) -> None:
    assert line.run("new", msi, "--id", "Contoso.Tool", "-o", str(tmp_path), *TEXTS).code == 0
    older = str(tmp_path / "manifests" / "c" / "Contoso" / "Tool" / "1.2.3")
    with web_server(nsis()) as offer:
        ended = line.run("new", "--from", older, "--version", "2.0", "-o", str(tmp_path), f"{offer.address}/tool.exe")
    assert ended.code == ErrorCode.NoApplicableInstaller
    assert "fits no installer of the older version: x64|msi|machine" in ended.error


def test_a_page_an_archive_without_installer_and_a_missing_file(line: Line, tmp_path: Path) -> None:
    for content, text in ((PAGE, "is a web page"), (zipped(README_md=b"x"), "has no installer")):
        with web_server(content) as offer:
            ended = line.run("new", f"{offer.address}/tool.exe", "--id", "Contoso.Tool", "-o", str(tmp_path), *TEXTS)
            assert text in ended.error
    ended = line.run("new", str(tmp_path / "gone.msi"), "--id", "Contoso.Tool", "-o", str(tmp_path), *TEXTS)
    assert (ended.code, "gone.msi" in ended.error) == (ErrorCode.FileNotFound, True)
    assert not (tmp_path / "manifests").exists()


def test_words_behind_bars(line: Line, msi: str, tmp_path: Path) -> None:
    words = ("new", f"{msi}|x86|user|de-DE", "--id", "Contoso.Tool", "-o", str(tmp_path), *TEXTS)
    assert line.run(*words).code == 0
    (installer,) = written(tmp_path)["installer"]["Installers"]  # type: ignore[misc]
    assert (installer["Architecture"], installer["InstallerLocale"]) == ("x86", "de-DE")
    assert written(tmp_path)["installer"]["Scope"] == "user"
    wrong = line.run("new", f"{msi}|mips", "--id", "Contoso.Tool", "-o", str(tmp_path), *TEXTS)
    assert "'mips' in " in wrong.error
