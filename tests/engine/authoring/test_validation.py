"""Whole folders: several processes find what one does, in the same order."""

from __future__ import annotations

import sys
from pathlib import Path

import msgspec
import pytest

from kit.manifest_texts import SINGLETON
from wingetpy.authoring import validation, validation_worker
from wingetpy.authoring.reports import ManifestReport
from wingetpy.authoring.validation import validate_below
from wingetpy.errors import HostError, ManifestError
from wingetpy.manifests.validate.validate import Options
from wingetpy.protocol.framing import LINE_LIMIT_OUT
from wingetpy.sources.index import process

GOOD = SINGLETON.replace("InstallerType: exe", "InstallerType: msi").replace(" /", " A=/")


def tree(root: Path, count: int) -> Path:
    for number in range(count):
        folder = root / f"{number:03}"
        folder.mkdir(parents=True)
        text = GOOD if number % 5 else GOOD.replace("x64", f"cpu{number}")
        (folder / "editor.yaml").write_text(text, "utf-8")
    return root


def reports(root: Path, processes: int) -> list[ManifestReport]:
    portions = validate_below(root, Options(), lambda: False, processes)
    return [report for portion in portions for report in portion]


def test_several_processes_report_what_one_does(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(validation, "_BATCH", 8)
    root = tree(tmp_path / "m", 40)
    found = reports(root, 2)
    assert found == reports(root, 1)
    assert [report.result for report in found].count("Invalid") == 8


def test_what_is_found_of_a_path_names_the_file_as_the_others_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "manifests" / "c" / "Contoso" / "Other"
    folder.mkdir(parents=True)
    (folder / "editor.yaml").write_text(GOOD.replace("x64", "cpu"), "utf-8")
    monkeypatch.chdir(tmp_path)
    [report] = reports(Path("manifests"), 1)
    files = {one.file for one in (*report.errors, *report.warnings)}
    assert [one.id for one in report.warnings][-2:] == ["PathMismatch", "PathMismatch"]
    assert files == {str(Path("manifests/c/Contoso/Other/editor.yaml"))}


def test_a_caller_that_stops_gets_what_was_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(validation, "_BATCH", 2)
    root = tree(tmp_path / "m", 10)
    assert len(list(validate_below(root, Options(), lambda: True, 2))) == 1


def test_a_file_that_cannot_be_opened_is_a_finding(tmp_path: Path) -> None:
    root = tree(tmp_path / "m", 2)
    (root / "000" / "gone.yaml").symlink_to(tmp_path / "nowhere")
    good, gone, _ = reports(root, 1)
    assert [one.id for one in gone.errors] == ["UnreadableFile"]
    assert good.path.endswith("editor.yaml")


HARM = """
import os, time
from wingetpy.authoring import validation_worker, validator

reports = validator.Validator.reports

def harmful(self, folders):
    {harm}
    return reports(self, folders)

def main():
    validator.Validator.reports = harmful
    validation_worker.main()
"""


@pytest.mark.skipif(sys.platform == "win32", reason="the harm is done with this system's means")
@pytest.mark.parametrize(
    ("harm", "reason"),
    [
        ("time.sleep(600)", "more than 1 seconds"),
        ("os.kill(os.getpid(), 9)", "exit code -9"),
        ("bytearray(1 << 32)", "2,048 MB"),
    ],
)
def test_a_process_that_fails_is_an_error_that_names_the_folders(
    harm: str, reason: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "harmed_validator.py").write_text(HARM.replace("{harm}", harm))
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.setattr(validation_worker, "start", lambda module: process.start("harmed_validator"))
    monkeypatch.setattr(validation_worker, "PORTION_SECONDS", 1.0)
    monkeypatch.setattr(validation, "_BATCH", 4)
    with pytest.raises(ManifestError, match=reason) as refused:
        reports(tree(tmp_path / "m", 8), 2)
    assert str(tmp_path / "m" / "000") in refused.value.text


def test_a_path_that_no_file_can_have_is_an_error() -> None:
    for path in ("x" * 5000, "\0"):
        with pytest.raises(HostError, match="cannot be read"):
            reports(Path(path), 1)


@pytest.mark.parametrize("letters", [1, 5000], ids=["many", "many and long"])
def test_of_very_many_findings_the_first_are_listed_and_the_rest_is_counted(tmp_path: Path, letters: int) -> None:
    keys = "".join(f"Tag{number}: {'x' * letters}\n" for number in range(3000))
    (tmp_path / "editor.yaml").write_text(f"{keys}{GOOD.replace('x64', 'cpu')}", "utf-8")
    (report,) = reports(tmp_path, 1)
    listed = len(report.errors) + len(report.warnings)
    assert report.result == "Invalid"
    assert report.errors
    assert 100 < listed <= 1100
    assert 1900 < report.omitted + listed < 3200
    assert len(msgspec.json.encode(report)) < LINE_LIMIT_OUT


def test_files_with_many_findings_have_room_in_one_message_together(tmp_path: Path) -> None:
    for number in range(8):
        keys = "".join(f"Tag{key}: {'y' * 400}\n" for key in range(1200))
        kind = "ManifestType: locale\nPackageLocale: en-US\n"
        text = f"PackageIdentifier: A.B\nPackageVersion: '1'\nManifestVersion: 1.6.0\n{kind}{keys}"
        (tmp_path / f"A.B.locale.x{number}.yaml").write_text(text, "utf-8")
    for report in reports(tmp_path, 1):
        assert report.omitted
        assert len(msgspec.json.encode(report)) < LINE_LIMIT_OUT
