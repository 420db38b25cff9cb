"""`msix …`: what is asked of the system of packages, what a person reads, and the exit codes."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest

from kit.fake_packages import ACTIVITY, FakePackages, answer, package
from wingetpy.errors import ErrorCode
from wingetpy.hosts.packages import (
    AddPackageOptions,
    DeploymentAnswer,
    PackageVolume,
    RegisterPackageOptions,
    RemovePackageOptions,
    Status,
    StubPackageOption,
)

from .conftest import Line
from .output_schemas import FOLDER

FAMILY = "Test.Red_8wekyb3d8bbwe"
RED = "Test.Red_1.2.3.4_x64__8wekyb3d8bbwe"
REDDER = "Test.Red_2.4.6.8_x64__8wekyb3d8bbwe"
GREEN = "Test.Green_1.0.0.0_neutral__8wekyb3d8bbwe"
BAD_WORDS = ErrorCode.InvalidClArguments


@pytest.fixture
def packages(line: Line) -> FakePackages:
    packages = FakePackages()
    line.place.host.packages = packages  # type: ignore[assignment]
    return packages


def test_packages_are_listed_by_a_pattern(line: Line, packages: FakePackages) -> None:
    packages.there = [package(RED), package(GREEN, status=Status.modified)]
    packages.provisioned = [package(GREEN)]
    shown = line.run("msix", "list").out
    assert "Test.Red    1.2.3.4" in shown
    assert "Modified" in shown
    assert "new users get it" in shown
    assert [one["FullName"] for one in line.run("msix", "ls", "*red*", "--format", "json").json] == [RED]
    assert f"[{RED}]\n  Family Name: {FAMILY}" in line.run("msix", "list", "test.red", "--details").out
    assert line.run("msix", "list", "none").out == "No MSIX package was found.\n"


def test_what_cannot_be_used_has_the_exit_code_1_and_its_reason(
    line: Line, packages: FakePackages, tmp_path: Path
) -> None:
    packages.there = [package(RED)]
    assert line.run("msix", "test", RED).code == 0
    ended = line.run("msix", "test", RED, REDDER)
    assert (ended.code, "OlderVersion" in ended.out) == (1, True)
    made = tmp_path / "set.json"
    items = [{"Id": "red", "PackageFamilyName": FAMILY, "MinVersion": "1.2.3.4"}]
    made.write_text(json.dumps({"Id": "colours", "PackageSetItems": items}))
    [row] = line.run("msix", "test", "--package-set", str(made), "--format", "json").json
    assert (row["SetId"], row["Item"], row["IsReady"]) == ("colours", "red", True)


def test_an_addition_says_what_it_did_and_what_it_saved(line: Line, packages: FakePackages, tmp_path: Path) -> None:
    packages.answers["add"] = [
        DeploymentAnswer(
            activity_id=ACTIVITY, is_registered=True, fetched_bytes=1 << 20, total_bytes=20 << 20, saved_bytes=19 << 20
        )
    ]
    packages.there = [package(RED)]
    packages.effects["add"] = lambda: setattr(packages, "there", [package(REDDER)])
    ended = line.run("msix", "add", str(tmp_path / "red.msix"))
    assert ended.code == 0
    assert ended.out.splitlines() == [
        f"Add {tmp_path / 'red.msix'}: done.",
        f"  Added: {REDDER}",
        f"  Removed: {RED}",
        "  Transferred: 1.0 MB of 20.0 MB, 19.0 MB were there",
    ]


def test_a_relative_path_is_of_the_current_folder(
    line: Line, packages: FakePackages, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    line.run("msix", "add", "red.msix", "--dependency-package-uri", "base.msix", "--expected-digest", "a=b.msix=00")
    [(_, uri, options)] = packages.calls
    assert uri == (tmp_path / "red.msix").as_uri()
    assert options.dependency_package_uris == ((tmp_path / "base.msix").as_uri(),)
    assert options.expected_digests == {(tmp_path / "a=b.msix").as_uri(): "00"}


@pytest.mark.parametrize(
    ("words", "primitive", "options"),
    [
        (
            ["add", "https://contoso.com/a.msix", "--allow-unsigned", "--stub-package-option", "InstallStub"],
            "add",
            AddPackageOptions(allow_unsigned=True, stub_package_option=StubPackageOption.InstallStub),
        ),
        (
            ["register", FAMILY, "--developer-mode", "--no-allow-unsigned"],
            "register_by_family_name",
            RegisterPackageOptions(developer_mode=True, allow_unsigned=False),
        ),
        (["register", FAMILY], "register_by_family_name", RegisterPackageOptions()),
        (
            ["rm", RED, "--ok-if-not-found", "--remove-for-all-users"],
            "remove",
            RemovePackageOptions(ok_if_not_found=True, remove_for_all_users=True),
        ),
    ],
)
def test_options_have_the_api_s_names(
    line: Line, packages: FakePackages, words: list[str], primitive: str, options: object
) -> None:
    packages.there = [package(RED)]
    assert line.run("msix", *words).code == 0
    [(done, _, given)] = packages.calls
    assert (done, given) == (primitive, options)


@pytest.mark.parametrize("verb", ["repair", "reset", "provision", "deprovision"])
def test_a_verb_without_options_reaches_its_primitive(line: Line, packages: FakePackages, verb: str) -> None:
    packages.there = [package(RED)]
    ended = line.run("msix", verb, FAMILY)
    assert (ended.code, [call[0] for call in packages.calls]) == (0, [verb])
    assert line.run("msix", verb, "--allow-unsigned", FAMILY).code == BAD_WORDS


def test_a_set_is_made_ready_with_the_options_of_its_additions(
    line: Line, packages: FakePackages, tmp_path: Path
) -> None:
    uri = (tmp_path / "red.msix").as_uri()
    items = [{"PackageFamilyName": FAMILY, "PackageUri": uri}]
    made = tmp_path / "set.json"
    made.write_text(json.dumps({"Id": "colours", "PackageSetItems": items}))
    words = ("msix", "ensure", "--package-set", str(made), "--force-app-shutdown")
    assert line.run(*words, "--what-if").out == f"EnsureIsReady {uri} would fail:\n"
    assert packages.calls == []
    packages.effects["add"] = lambda: packages.there.append(package(RED))
    assert line.run(*words).code == 0
    assert packages.calls == [("add", uri, AddPackageOptions(force_app_shutdown=True))]


def test_the_exit_code_of_a_failure_is_windows_own(line: Line, packages: FakePackages) -> None:
    packages.answers["add"] = [answer(ErrorCode.InstallOpenPackageFailed, ErrorCode.TrustNoSignature)]
    ended = line.run("msix", "add", "https://contoso.com/a.msix")
    assert (ended.code, ended.out) == (0x80073CF0, "")
    assert "not signed" in ended.error
    packages.answers["add"] = [DeploymentAnswer(error=0x8123_4567, error_text="It did not work.")]
    ended = line.run("msix", "add", "https://contoso.com/a.msix", "--format", "json")
    assert (ended.code, ended.json[0]["ErrorCode"]) == (0x8123_4567, "0x81234567")


@pytest.mark.parametrize(
    ("code", "option"),
    [
        (ErrorCode.TrustNoSignature, "--allow-unsigned"),
        (ErrorCode.InstallResolveDependencyFailed, "--dependency-package-uri"),
        (ErrorCode.PackagesInUse, "--defer-registration-when-packages-are-in-use"),
        (ErrorCode.InstallOutOfDiskSpace, "--target-volume"),
    ],
)
def test_what_to_do_is_said_with_the_options_of_the_command_line(
    line: Line, packages: FakePackages, code: ErrorCode, option: str
) -> None:
    packages.answers["add"] = [answer(code)]
    shown = " ".join(line.run("msix", "add", "https://contoso.com/a.msix").error.split())
    assert option in shown
    assert option in " ".join(line.run("msix", "add", "--help").out.split())


def test_a_family_that_is_not_there_is_not_looked_for_as_a_file(line: Line, packages: FakePackages) -> None:
    packages.answers["provision"] = [answer(ErrorCode.InstallOpenPackageFailed, ErrorCode.PathNotFound)]
    shown = line.run("msix", "provision", FAMILY).error
    assert "List the packages" in shown


def test_of_several_each_is_tried_and_the_first_failure_is_the_exit_code(line: Line, packages: FakePackages) -> None:
    packages.there = [package(RED)]
    ended = line.run("msix", "remove", "https://contoso.com/a.msix", RED)
    assert ended.code == ErrorCode.InvalidParameter
    assert "https://contoso.com/a.msix" in ended.error
    assert [call[:2] for call in packages.calls] == [("remove", RED)]


def test_what_a_removal_would_do_is_shown(line: Line, packages: FakePackages) -> None:
    packages.there = [package(RED)]
    assert line.run("msix", "remove", FAMILY, "--what-if").out == "Remove Test.Red 1.2.3.4 (x64)\n"
    packages.there = []
    assert line.run("msix", "remove", FAMILY, "--what-if").out == f"Leave {FAMILY} as it is (NotFound)\n"
    assert packages.calls == []


@pytest.mark.parametrize(
    "words",
    [["add"], ["test"], ["add", "a.msix", "--package-set", "b.json"], ["add", "a.msix", "--expected-digest", "x"]],
)
def test_words_that_make_no_sense(line: Line, packages: FakePackages, words: list[str]) -> None:
    assert line.run("msix", *words).code == BAD_WORDS
    assert line.sent == []


@pytest.mark.parametrize(
    ("text", "said"), [("{", "is no set of packages"), ('{"Id": 1}', "PackageSet.Id"), ("[]", "PackageSet")]
)
def test_a_file_that_is_no_set(line: Line, packages: FakePackages, tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / "set.json").write_text(text)
    ended = line.run("msix", "add", "--package-set", str(tmp_path / "set.json"))
    assert (ended.code, said in ended.error, packages.calls) == (BAD_WORDS, True, [])
    assert line.run("msix", "add", "--package-set", str(tmp_path / "none.json")).code == ErrorCode.FileNotFound


def test_volumes_are_shown_checked_and_repaired(line: Line, packages: FakePackages) -> None:
    packages.known_volumes = [
        PackageVolume(name="{1}", mount_point="C:\\", package_store_path=r"C:\WindowsApps", is_system_volume=True),
        PackageVolume(name="{2}", mount_point="D:\\", package_store_path=r"D:\WindowsApps"),
    ]
    packages.broken_volumes = {"{2}"}
    assert "system volume" in line.run("msix", "volumes").out
    assert line.run("msix", "volumes", "--test").code == 1
    assert line.run("msix", "volumes", "{2}", "--repair").code == 0
    assert line.run("msix", "volumes", "--test").code == 0
    assert line.run("msix", "volumes", "--test", "--repair").code == BAD_WORDS


def test_names_of_packages_are_completed(line: Line, packages: FakePackages) -> None:
    packages.there = [package(RED)]
    command = "wingetpy msix remove Test.R"
    words = ("complete", "--word", "Test.R", "--commandline", command, "--position", str(len(command)))
    assert line.run(*words).out.split() == [FAMILY, RED]


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("msix-list", ["list"]),
        ("msix-test", ["test", RED]),
        ("msix-add", ["add", "https://contoso.com/a.msix"]),
        ("msix-stage", ["stage", "https://contoso.com/a.msix"]),
        ("msix-remove", ["remove", RED]),
        ("msix-what-if", ["remove", RED, "--what-if"]),
        ("msix-volumes", ["volumes", "--test"]),
    ],
)
def test_what_is_printed_as_json_is_what_is_published(
    line: Line, packages: FakePackages, name: str, words: list[str]
) -> None:
    packages.there = [package(RED)]
    packages.known_volumes = [PackageVolume(name="{1}", mount_point="C:\\", package_store_path=r"C:\WindowsApps")]
    printed = line.run("msix", *words, "--format", "json").json
    assert printed
    jsonschema.validate(printed, json.loads((FOLDER / f"{name}.json").read_bytes()))
