"""`validate`: findings for people, JSON and SARIF for programs, an exit code for pipelines."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kit.manifest_texts import DEFAULT_LOCALE, INSTALLER, SINGLETON, VERSION
from wingetpy.errors import ErrorCode

from .conftest import Line

GOOD = SINGLETON.replace("InstallerType: exe", "InstallerType: msi").replace(" /", " A=/")
ODD = GOOD + "Colour: red\n"
BAD = GOOD.replace("x64", "z80")
FAILURE, WARNING = ErrorCode.ManifestValidationFailure, ErrorCode.ManifestValidationWarning


def write(folder: Path, **texts: str) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in texts.items():
        (folder / f"{name}.yaml").write_text(text, "utf-8")
    return folder


def test_a_good_manifest(line: Line, tmp_path: Path) -> None:
    ended = line.run("validate", str(write(tmp_path / "m", good=GOOD) / "good.yaml"))
    assert (ended.code, ended.out) == (0, "Manifest validation succeeded.\n")


def test_errors_have_file_line_and_column(line: Line, tmp_path: Path) -> None:
    path = write(tmp_path / "m", bad=BAD) / "bad.yaml"
    ended = line.run("validate", "--manifest", str(path))
    assert ended.code == FAILURE
    assert f"{path}:21:3: Manifest Error: " in ended.out
    assert "[Installers[0].Architecture] Value: z80 (SchemaError)" in ended.out
    assert ended.out.endswith("Manifest validation failed.\n")


def test_warnings_have_a_code_of_their_own_and_can_be_left_out(line: Line, tmp_path: Path) -> None:
    path = str(write(tmp_path / "m", odd=ODD) / "odd.yaml")
    ended = line.run("validate", path)
    assert ended.code == WARNING
    assert "Manifest Warning: " in ended.out
    assert ended.out.endswith("Manifest validation succeeded with warnings.\n")
    quiet = line.run("validate", path, "--nowarn")
    assert (quiet.code, quiet.out) == (0, "Manifest validation succeeded.\n")


def test_a_folder_of_parts_is_one_manifest(line: Line, tmp_path: Path) -> None:
    folder = write(tmp_path / "m", version=VERSION, installer=INSTALLER, locale=DEFAULT_LOCALE)
    [report] = line.run("validate", str(folder), "--format", "json").json
    assert (report["Path"], report["Files"], report["Result"]) == (str(folder), 3, "Valid")
    assert (report["PackageIdentifier"], report["PackageVersion"]) == ("Contoso.Editor", "1.0")


def test_a_folder_of_whole_manifests_is_as_many(line: Line, tmp_path: Path) -> None:
    folder = write(tmp_path / "m", good=GOOD, bad=BAD, odd=ODD)
    write(folder / "below", good=GOOD)
    (folder / "notes.txt").write_text("no manifest")
    ended = line.run("validate", str(folder), "--format=json")
    assert ended.code == FAILURE
    results = {Path(report["Path"]).relative_to(folder).as_posix(): report["Result"] for report in ended.json}
    assert results == {
        "bad.yaml": "Invalid",
        "good.yaml": "Valid",
        "odd.yaml": "ValidWithWarnings",
        "below/good.yaml": "Valid",
    }
    assert "4 manifests, 1 with errors, 1 with warnings only" in line.run("validate", str(folder)).out


def test_sarif_for_code_scanning(line: Line, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = write(tmp_path / "my manifests", bad=BAD, odd=ODD)
    monkeypatch.chdir(tmp_path)
    log = line.run("validate", str(folder), "--sarif").json
    [run] = log["runs"]
    assert log["version"] == "2.1.0"
    assert {rule["id"] for rule in run["tool"]["driver"]["rules"]} == {one["ruleId"] for one in run["results"]}
    schema = next(one for one in run["results"] if one["ruleId"] == "SchemaError")
    place = schema["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == "my%20manifests/bad.yaml"
    assert place["region"] == {"startLine": 21, "startColumn": 3}
    assert (schema["level"], "z80" in schema["message"]["text"]) == ("error", True)


def test_a_path_that_is_not_there(line: Line, tmp_path: Path) -> None:
    ended = line.run("validate", str(tmp_path / "none.yaml"))
    assert ended.code == ErrorCode.FileNotFound
    assert "none.yaml" in ended.error


def test_a_folder_without_manifests(line: Line, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    ended = line.run("validate", str(tmp_path / "empty"), "--format", "json")
    assert ended.code == ErrorCode.ManifestFailed
    assert json.loads(ended.error)["Target"] == str(tmp_path / "empty")


def test_a_tree_whose_folders_differ_from_the_identifier(line: Line, tmp_path: Path) -> None:
    good = write(tmp_path / "manifests/c/Contoso/Editor/5.10", **{"Contoso.Editor": GOOD})
    write(tmp_path / "manifests/c/contoso/Editor/5.1", **{"Contoso.Editor": GOOD})
    write(tmp_path / "manifests/c/Contoso/Editor/5.10.0", **{"contoso.editor": GOOD})
    rows = line.run("validate", str(tmp_path / "manifests"), "--format", "json").json
    mismatches = [(row["Path"], [one["Value"] for one in row["Warnings"]]) for row in rows if row["Warnings"]]
    assert mismatches == [
        (str(tmp_path / "manifests/c/Contoso/Editor/5.10.0/contoso.editor.yaml"),
         ["c/Contoso/Editor/5.10.0", "contoso.editor.yaml"]),
        (str(tmp_path / "manifests/c/contoso/Editor/5.1/Contoso.Editor.yaml"), ["c/contoso/Editor/5.1"]),
    ]  # fmt: skip
    assert line.run("validate", str(good)).code == 0
