"""`export` and `import`: winget's options and exit codes."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest

from wingetpy.errors import ErrorCode

from .conftest import Line
from .output_schemas import FOLDER


@pytest.fixture
def exported(line: Line, tmp_path: Path) -> Path:
    """A list of A.Anvil 1.0, which is installed no more."""
    file = tmp_path / "packages.json"
    line.run("install", "A.Anvil", "--version", "1.0")
    ended = line.run("export", str(file), "--include-versions")
    assert (ended.code, ended.out) == (0, f"1 package exported to {file}.\n")
    line.run("uninstall", "A.Anvil")
    return file


def test_an_exported_list_is_shown_and_imported_twice(line: Line, exported: Path) -> None:
    shown = line.run("import", "-i", str(exported), "--what-if")
    assert (shown.code, "Install: " in shown.out, "1.0" in shown.out) == (0, True, True)
    first = line.run("import", str(exported))
    assert first.code == 0
    assert "1 package: 1 installed." in first.out
    second = line.run("import", str(exported))
    assert second.code == 0
    assert "Package is already installed: " in second.out


def test_plans_of_several_packages_are_short_and_show_the_command_lines(line: Line, tmp_path: Path) -> None:
    source = json.loads(line.run("source", "list", "--format", "json").out)[0]
    setup = Path(line.place.package("C.Setup", installer="InstallerSwitches: {Silent: /S, SilentWithProgress: /S}"))
    setup.write_text(setup.read_text("utf-8").replace("portable", "exe"), "utf-8")
    line.place.open()
    entries = [{"PackageIdentifier": "A.Anvil"}, {"PackageIdentifier": "C.Setup", "InitialCustomSwitches": "/EVIL"}]
    file = tmp_path / "several.json"
    document = {
        "$schema": "https://aka.ms/winget-packages.schema.2.0.json",
        "Sources": [
            {"Packages": entries, "SourceDetails": {k: source[k] for k in ("Name", "Argument", "Identifier", "Type")}}
        ],
    }
    file.write_text(json.dumps(document))
    ended = line.run("import", str(file), "--what-if")
    assert ended.code == ErrorCode.ImportInstallFailed  # the sandbox runs no setup programs
    first, second, command, *_ = ended.out.splitlines()
    assert (first, second) == ("Install: Anvil [A.Anvil] 2.0", "Install: Setup [C.Setup] 1.0")
    assert command.startswith("  Command Line: ")
    assert "/EVIL" in command
    assert "HostCannot" in ended.error
    assert "2 packages: 1 to install, 1 cannot be installed." in ended.out


def test_what_json_prints_is_what_is_published(line: Line, exported: Path) -> None:
    for name in ("import", "export"):
        printed = line.run(name, str(exported), "--format", "json").json
        assert len(printed) == 1
        jsonschema.validate(printed, json.loads((FOLDER / f"{name}.json").read_bytes()))


@pytest.mark.parametrize(
    ("before", "after", "code"),
    [
        ('"A.Anvil"', '"No.Such"', ErrorCode.NotAllQueriesFoundSingle),
        ('"Version": "1.0"', '"Version": "7.7"', ErrorCode.NotAllQueriesFoundSingle),
        ('"Sources"', '"Other"', ErrorCode.JsonInvalidFile),
        ('"Identifier": "', '"Identifier": "Not', ErrorCode.SourceNameDoesNotExist),
    ],
)
def test_what_is_wrong_has_winget_s_code(line: Line, exported: Path, before: str, after: str, code: ErrorCode) -> None:
    text = exported.read_text("utf-8")
    assert before in text
    exported.write_text(text.replace(before, after), "utf-8")
    assert line.run("import", str(exported)).code == code
    assert line.run("import", str(exported), "--what-if").code == code


def test_a_package_that_fails_has_the_code_of_imports(line: Line, exported: Path) -> None:
    line.place.package("C.Agreed", root="Agreements: [{AgreementLabel: Licence, Agreement: Obey}]")
    line.place.open()
    exported.write_text(exported.read_text("utf-8").replace("A.Anvil", "C.Agreed"), "utf-8")
    ended = line.run("import", str(exported))
    assert (ended.code, "failed to install" in ended.error) == (ErrorCode.ImportInstallFailed, True)
