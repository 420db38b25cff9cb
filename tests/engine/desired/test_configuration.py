"""Configuration files: what their units mean, their order, and that applying one twice changes nothing."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import msgspec
import pytest

from kit.wanted import Wanted
from wingetpy.commands.configuration import ConfigurationResult, ConfigurationUnit
from wingetpy.errors import BadRequest, EngineError, ErrorCode, NotFound
from wingetpy.hosts.registry import Hive, RegistryValue
from wingetpy.settings.policy import POLICY_KEY

CLASSIC = """
properties:
  configurationVersion: 0.2.0
  assertions:
  - resource: Microsoft.Windows.Developer/OsVersion
    settings: {MinVersion: '10.0.19041'}
  resources:
  - resource: Microsoft.WinGet.DSC/WinGetPackage
    id: tool
    dependsOn: [other]
    directives: {description: Install the tool}
    settings: {id: A.Tool, version: 1.5, Ensure: present}
  - resource: WinGetPackage
    id: other
    settings: {Id: B.Other, UseLatest: true, MatchOption: Equals}
"""
MODERN = """
$schema: https://raw.githubusercontent.com/PowerShell/DSC/main/schemas/2023/08/config/document.json
parameters:
  edition: {type: string, defaultValue: "1.0"}
resources:
- name: checks
  type: Microsoft.DSC/Assertion
  properties:
    resources:
    - {name: other, type: Microsoft.WinGet/Package, properties: {id: B.Other}}
- name: tool
  type: Microsoft.WinGet/Package
  dependsOn: ["[resourceId('Microsoft.DSC/Assertion','checks')]"]
  properties: {id: A.Tool, version: "[parameters('edition')]"}
"""


class File:
    """A file that is asked for."""

    def __init__(self, wanted: Wanted, folder: Path) -> None:
        self.wanted = wanted
        self.path = folder / "machine.dsc.yaml"

    def ask(self, verb: str, text: str, **more: Any) -> tuple[ConfigurationResult, list[ConfigurationUnit]]:
        self.path.write_text(text, "utf-8")
        result = self.wanted.ask(f"configuration/{verb}", Path=str(self.path), **more)
        assert isinstance(result, ConfigurationResult)
        return result, [row for row in self.wanted.call.rows if isinstance(row, ConfigurationUnit)]


@pytest.fixture
def file(wanted: Wanted, tmp_path: Path) -> File:
    return File(wanted, tmp_path)


def classic(*units: str) -> str:
    lines = "".join(f"  - {unit}\n" for unit in units)
    return f"properties:\n  configurationVersion: 0.2.0\n  resources:\n{lines}"


def test_a_file_is_tested_previewed_applied_and_applied_again(file: File) -> None:
    tested, rows = file.ask("test", CLASSIC)
    assert (tested.result, [row.in_desired_state for row in rows]) == ("Negative", [True, False, False])
    assert [row.id for row in rows] == ["", "other", "tool"]
    assert rows[2].description == "Install the tool"
    previewed, rows = file.ask("apply", CLASSIC, WhatIf=True)
    assert [row.done for row in rows] == [
        (), ("Install B.Other 1.0 (user, portable)",), ("Install A.Tool 1.5 (user, portable)",)
    ]  # fmt: skip
    assert previewed.changed == 2
    assert file.wanted.installed() == {}
    applied, rows = file.ask("apply", CLASSIC)
    assert (applied.result, applied.changed, applied.failed) == ("Positive", 2, 0)
    assert [row.previously_in_desired_state for row in rows] == [True, False, False]
    assert file.wanted.installed() == {"A.Tool": "1.5", "B.Other": "1.0"}
    again, rows = file.ask("apply", CLASSIC)
    assert (again.result, again.changed) == ("Positive", 0)
    assert file.ask("test", CLASSIC)[0].result == "Positive"


def test_the_form_of_dsc_3_has_parameters_and_groups_of_assertions(file: File) -> None:
    applied, rows = file.ask("apply", MODERN)
    assert [(row.id, row.intent, row.state) for row in rows] == [
        ("checks/other", "Assert", "Completed"),
        ("tool", "Apply", "Skipped"),
    ]
    assert rows[1].error is not None
    assert rows[1].error.symbol == "ConfigErrorAssertionFailed"
    assert applied.result == "Failed"
    file.wanted.install(Id="B.Other")
    assert file.ask("apply", MODERN)[0].result == "Positive"
    assert file.ask("apply", MODERN, Parameters={"edition": "2.0"})[0].changed == 1
    assert file.wanted.installed() == {"A.Tool": "2.0", "B.Other": "1.0"}


def test_a_version_without_quotes_keeps_its_zeros(file: File) -> None:
    file.wanted.package("A.Tool", "1.10")
    file.wanted.open()
    file.ask("apply", classic("{resource: WinGetPackage, settings: {id: A.Tool, version: 1.10}}"))
    assert file.wanted.installed() == {"A.Tool": "1.10"}


def test_settings_keep_their_types(file: File) -> None:
    text = classic(
        "{resource: WinGetUserSettings, settings: {SID: '', Settings: {a: true, b: 3, c: '3', d: [x, null]}}}",
        "{resource: Microsoft.WinGet/AdminSettings, settings: {settings: {ProxyCommandLineOptions: true}}}",
    )
    assert file.ask("apply", text)[0].result == "Positive"
    assert file.wanted.get("user-settings-file")["settings"] == {"a": True, "b": 3, "c": "3", "d": ["x", None]}
    assert file.ask("apply", text)[0].changed == 0


def test_what_is_not_handled_is_reported_and_the_rest_is_applied(file: File) -> None:
    text = classic(
        "{resource: Microsoft.Windows.Developer/DeveloperMode, id: mode, settings: {Ensure: Present}}",
        "{resource: WinGetPackage, id: tool, settings: {id: A.Tool}}",
        "{resource: WinGetPackage, id: after, dependsOn: [mode], settings: {id: B.Other}}",
    )
    shown, rows = file.ask("show", text)
    assert (shown.result, [row.state for row in rows]) == ("NotRun", ["Skipped", "Pending", "Pending"])
    applied, rows = file.ask("apply", text)
    assert [(row.id, row.state, row.error.symbol if row.error else "") for row in rows] == [
        ("mode", "Skipped", "ConfigErrorNotSupportedByProcessor"),
        ("tool", "Completed", ""),
        ("after", "Skipped", "ConfigErrorDependencyUnsatisfied"),
    ]
    assert (applied.result, applied.skipped, applied.failed) == ("Failed", 2, 0)
    assert file.wanted.installed() == {"A.Tool": "2.0"}


def test_a_unit_that_fails_leaves_the_others_theirs(file: File) -> None:
    text = classic(
        "{resource: WinGetPackage, settings: {id: No.Such}}", "{resource: WinGetPackage, settings: {id: A.Tool}}"
    )
    applied, rows = file.ask("apply", text)
    assert [row.state for row in rows] == ["Failed", "Completed"]
    assert (applied.failed, applied.result) == (1, "Failed")


def test_an_assertion_that_does_not_hold_stops_all(file: File) -> None:
    text = CLASSIC.replace("10.0.19041", "11.0")
    _, rows = file.ask("apply", text)
    assert [row.state for row in rows] == ["Completed", "Skipped", "Skipped"]
    assert rows[0].drift[0].name == "MinVersion"
    assert file.wanted.installed() == {}


def test_the_folder_of_the_file_is_put_in(file: File, tmp_path: Path) -> None:
    settings = "{Name: Here, Argument: '${wingetconfigroot}/source', Type: WinGetPy.Folder}"
    file.wanted.ask("source/remove", Name="Test")
    text = classic(
        f"{{resource: WinGetSource, id: here, settings: {settings}}}",
        "{resource: WinGetPackage, dependsOn: [here], settings: {id: A.Tool, source: Here}}",
    )
    tested, rows = file.ask("test", text)
    assert (tested.result, rows[1].drift[0].actual) == ("Negative", "not configured yet")
    assert file.ask("apply", text)[0].result == "Positive"
    assert file.wanted.get("source", name="Here")["argument"] == str(tmp_path / "source")


def test_an_expression_that_is_not_evaluated_is_no_text(file: File) -> None:
    text = MODERN.replace("[parameters('edition')]", "[concat('1', '.0')]")
    _, rows = file.ask("show", text)
    assert rows[1].error is not None
    assert "concat" in rows[1].error.message


def test_a_unit_that_needs_rights_is_not_asked_for_them(tmp_path: Path) -> None:
    from wingetpy.hosts.sandbox import SandboxFacts

    file = File(Wanted(tmp_path, SandboxFacts(elevated=False)), tmp_path)
    text = classic("{resource: WinGetPackage, directives: {securityContext: elevated}, settings: {id: A.Tool}}")
    _, [row] = file.ask("test", text)
    assert row.error is not None
    assert row.error.symbol == "CommandRequiresAdmin"


@pytest.mark.parametrize(
    ("text", "code", "named"),
    [
        ("a: [", ErrorCode.ConfigErrorInvalidYaml, "line"),
        ("a: 1", ErrorCode.ConfigErrorMissingField, "properties"),
        ("- a", ErrorCode.ConfigErrorInvalidYaml, "mapping"),
        ("properties: {configurationVersion: 7}", ErrorCode.ConfigErrorUnknownConfigurationFileVersion, "7"),
        (classic("{settings: {}}"), ErrorCode.ConfigErrorMissingField, "resource"),
        (classic("{resource: X, settings: 7}"), ErrorCode.ConfigErrorInvalidFieldType, "settings"),
        (classic("{resource: X, dependsOn: 7}"), ErrorCode.ConfigErrorInvalidFieldType, "dependsOn"),
        (classic("{resource: X, id: a}", "{resource: Y, id: A}"), ErrorCode.ConfigErrorDuplicateIdentifier, "A"),
        (classic("{resource: X, id: a, dependsOn: [b]}"), ErrorCode.ConfigErrorMissingDependency, "b"),
        (
            classic("{resource: X, id: a, dependsOn: [b]}", "{resource: Y, id: b, dependsOn: [a]}"),
            ErrorCode.ConfigErrorSetDependencyCycle,
            "circle",
        ),
        (
            classic("{resource: X, directives: {securityContext: root}}"),
            ErrorCode.ConfigErrorInvalidFieldValue,
            "root",
        ),
    ],
)
def test_a_file_that_is_none_is_one_error_before_anything_is_done(
    file: File, text: str, code: ErrorCode, named: str
) -> None:
    with pytest.raises(BadRequest) as refused:
        file.ask("apply", text)
    assert (refused.value.code, named in refused.value.text) == (code, True)


def test_a_parameter_that_the_file_lacks_is_refused(file: File) -> None:
    with pytest.raises(BadRequest, match="no parameter colour"):
        file.ask("test", MODERN, Parameters={"colour": "red"})


def test_a_file_that_is_not_there(wanted: Wanted, tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="nothing here"):
        wanted.ask("configuration/test", Path=str(tmp_path / "nothing here.yaml"))


def test_a_policy_switches_configuration_files_off(file: File) -> None:
    value = "EnableWindowsPackageManagerConfiguration"
    file.wanted.host.registry.set_value(Hive.machine, POLICY_KEY, value, RegistryValue("dword", 0))
    with pytest.raises(EngineError) as refused:
        file.ask("test", CLASSIC)
    assert refused.value.symbol == "BlockedByPolicy"


@pytest.mark.parametrize("name", ["machine.dsc.yaml", "configuration.dsc.yaml"])
def test_the_examples_are_handled_to_their_last_unit(wanted: Wanted, name: str) -> None:
    example = Path(__file__).resolve().parents[3] / "examples" / "dsc" / name
    shown = wanted.ask("configuration/show", Path=str(example))
    assert isinstance(shown, ConfigurationResult)
    assert (shown.count, shown.failed, shown.skipped) == (4, 0, 0)


def test_units_of_different_types_may_have_one_name(file: File) -> None:
    text = """
resources:
- name: tool
  type: Microsoft.WinGet/Package
  dependsOn: ["[resourceId('WinGetPy/Pin', 'tool')]"]
  properties: {id: A.Tool}
- {name: tool, type: WinGetPy/Pin, properties: {id: A.Tool, type: gating, version: 1.*}}
"""
    applied, rows = file.ask("apply", text)
    assert (applied.result, [row.type for row in rows]) == ("Positive", ["WinGetPy/Pin", "Microsoft.WinGet/Package"])
    assert [row.depends_on for row in rows] == [(), ("tool",)]


def test_a_unit_in_a_group_depends_on_those_beside_it(file: File) -> None:
    text = """
resources:
- name: group
  type: Microsoft.DSC/Group
  properties:
    resources:
    - name: later
      type: WinGetPy/Package
      dependsOn: ["[resourceId('WinGetPy/Package', 'tool')]"]
      properties: {id: B.Other}
    - {name: tool, type: WinGetPy/Package, properties: {id: A.Tool}}
- {name: tool, type: WinGetPy/Package, dependsOn: [group], properties: {id: A.Tool}}
"""
    shown, rows = file.ask("show", text)
    assert (shown.failed, [row.id for row in rows]) == (0, ["group/tool", "group/later", "tool"])


def test_thousands_of_units_that_wait_for_the_next_one_are_put_in_order(file: File) -> None:
    count = 3000
    units = [f"{{resource: X, id: u{one}, dependsOn: [u{one + 1}]}}" for one in range(count - 1)]
    started = time.process_time()
    _, rows = file.ask("show", classic(*units, f"{{resource: X, id: u{count - 1}}}"))
    assert [row.id for row in rows[:2]] == [f"u{count - 1}", f"u{count - 2}"]
    assert time.process_time() - started < 10


@pytest.mark.parametrize("more", ["", "  - *one\n"])
def test_a_second_yaml_document_is_refused(file: File, more: str) -> None:
    text = classic("&one {resource: WinGetPackage, settings: {id: A.Tool}}") + more
    with pytest.raises(BadRequest, match=r"more than one YAML document.*, line \d") as caught:
        file.ask("apply", f"{text}---\n{CLASSIC}")
    assert caught.value.code is ErrorCode.ConfigErrorInvalidYaml
    assert file.wanted.installed() == {}
    assert file.ask("show", f"---\n{text}...\n")[0].failed == 0


def test_show_says_what_no_machine_can_fulfil(file: File) -> None:
    text = """
resources:
- {name: 1, type: WinGetPy/AdminSettings, properties: {settings: {NoSuch: true}}}
- {name: 2, type: WinGetPy/AdminSettings, properties: {settings: {LocalManifestFiles: maybe}}}
- {name: 3, type: WinGetPy/AdminSettings, properties: {_exist: false, settings: {}}}
- {name: 4, type: WinGetPy/AdminSettings}
- {name: 5, type: WinGetPy/UserSettings}
- {name: 6, type: WinGetPy/UserSettings, properties: {settings: [1]}}
- {name: 7, type: WinGetPy/Package, properties: {id: A, version: "1", versionRange: ">1"}}
- {name: 8, type: WinGetPy/Package, properties: {id: A, pin: {type: gating}}}
- {name: 9, type: WinGetPy/PackageList, properties: {packages: [{id: A}, {id: a}]}}
- {name: 10, type: WinGetPy/PackageList, properties: {packages: [{id: A, versionRange: soon}]}}
- {name: 11, type: WinGetPy/Pin, properties: {id: A, type: skipVersion}}
- {name: 12, type: Microsoft.Windows.Developer/OsVersion, properties: {MinVersion: new}}
- {name: 13, type: WinGetPy/AdminSettings, properties: {settings: {localmanifestfiles: true, DefaultProxy: null}}}
"""
    shown, rows = file.ask("show", text)
    assert [row.state for row in rows] == ["Failed"] * 12 + ["Pending"]
    assert shown.failed == 12
    for row in rows[:12]:
        _, [tested] = file.ask("test", text[: text.index("- {name: 1,")] + _line(text, row.id))
        assert (tested.state, tested.error) == ("Failed", row.error)


def _line(text: str, name: str) -> str:
    return next(line for line in text.splitlines() if line.startswith(f"- {{name: {name},"))


def test_secrets_are_shown_nowhere(file: File) -> None:
    text = """
parameters:
  level: {type: secureString}
  proxy: {type: string, defaultValue: "http://bob:Seven-Seas@proxy:8080"}
resources:
- {name: u, type: WinGetPy/UserSettings, properties: {settings: {note: "[parameters('level')]"}}}
- {name: a, type: WinGetPy/AdminSettings, properties: {settings: {DefaultProxy: "[parameters('proxy')]"}}}
- {name: s, type: WinGetPy/Source, properties: {name: X, argument: "[parameters('proxy')]", type: Microsoft.Rest}}
- {name: p, type: WinGetPy/Package, properties: {id: "[parameters('level')]", surplus: 1}}
"""
    for verb, more in (("test", {}), ("apply", {"WhatIf": True}), ("apply", {})):
        _, rows = file.ask(verb, text, Parameters={"level": "Open-Sesame"}, **more)
        said = f"{msgspec.json.encode(rows)!r} {file.wanted.call.messages}"
        assert "***" in said
        assert not [secret for secret in ("Open-Sesame", "Seven-Seas") if secret in said]
    assert file.wanted.get("admin-settings")["settings"]["DefaultProxy"] == "http://bob:Seven-Seas@proxy:8080"
    assert file.wanted.get("user-settings-file")["settings"]["note"] == "Open-Sesame"
