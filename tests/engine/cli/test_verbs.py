"""What the verbs send and show."""

from __future__ import annotations

import json
from pathlib import Path

import msgspec
import pytest

from kit.sources import Shelf
from wingetpy.commands.parameters import GetParameters, InstallParameters, UninstallParameters, UpdateParameters
from wingetpy.errors import ErrorCode
from wingetpy.hosts.registry import Hive, RegistryValue

from .conftest import Line

UNINSTALL = r"Software\Microsoft\Windows\CurrentVersion\Uninstall"
OK, BAD_WORDS, NO_PACKAGE = 0, ErrorCode.InvalidClArguments, ErrorCode.NoApplicationsFound


def test_options_may_come_before_the_verb_and_in_any_case(line: Line) -> None:
    assert line.run("--Verbose", "--FORMAT", "json", "search", "--ID", "A.Anvil").json[0]["Id"] == "A.Anvil"


def test_options_of_winget_without_effect_are_accepted(line: Line) -> None:
    words = (
        "--rainbow",
        "--retro",
        "--no-vt",
        "--wait",
        "--logs",
        "--open-logs",
        "--no-progress",
        "--correlation",
        "x",
    )
    assert line.run("search", "anvil", *words, "--disable-interactivity").code == OK


def test_an_empty_text_finds_everything_and_no_text_is_a_mistake(line: Line) -> None:
    assert [row["Id"] for row in line.run("search", "", "--format", "json").json] == ["A.Anvil", "B.Bolt"]
    assert line.run("search").code == BAD_WORDS
    line.run("install", "A.Anvil")
    assert [row["Id"] for row in line.run("list", "", "--format", "json").json] == ["A.Anvil"]


def test_the_count_of_versions_is_that_of_versions(line: Line) -> None:
    ended = line.run("search", "anvil", "--versions", "-n", "1")
    assert (ended.code, ended.out.split()[-1]) == (OK, "2.0")
    assert "a larger --count shows them" in ended.error
    assert line.run("search", "anvil", "--versions", "-n", "2").error == ""
    several = line.run("search", "", "--versions", "-n", "1")
    assert (several.code, "several match" in several.error) == (BAD_WORDS, True)


@pytest.mark.parametrize("number", ["5000000000", "-2147483649", "9" * 900])
def test_a_priority_that_no_source_can_have(line: Line, number: str) -> None:
    ended = line.run("source", "edit", "test", "--priority", number)
    assert (ended.code, line.sent) == (BAD_WORDS, [])
    assert "--priority must be a whole number from -2147483648 to 2147483647" in ended.error


@pytest.mark.parametrize("number", ["0", "-1", "--5", "x", "5000000000"])
def test_a_count_that_is_none(line: Line, number: str) -> None:
    ended = line.run("search", "anvil", "-n", number)
    assert (ended.code, line.sent) == (BAD_WORDS, [])
    assert "must be a whole number" in ended.error


def test_a_command_suggests_its_package_and_never_takes_it(line: Line) -> None:
    files = "NestedInstallerFiles:\n- RelativeFilePath: chisel.exe\n  PortableCommandAlias: cz\n"
    line.place.archive("C.Chisel", ["chisel.exe"], f"NestedInstallerType: portable\n{files}")
    line.place.open()
    for verb in ("show", "install"):
        ended = line.run(verb, "cz")
        assert (ended.code, "Did you mean C.Chisel" in ended.error) == (ErrorCode.NoApplicationsFound, True), ended
    assert line.place.installed() == {}


def test_a_folder_has_no_hash(line: Line, tmp_path: Path) -> None:
    ended = line.run("hash", str(tmp_path))
    assert ended.code == ErrorCode.DirectoryNotSupported
    assert f"'{tmp_path}' is a folder; a file has a hash." in ended.error


def test_a_reset_without_force_says_what_it_would_do(line: Line) -> None:
    (name,) = (one["Name"] for one in line.run("source", "list", "--format", "json").json)
    shown = line.run("source", "reset").out
    assert f"With --force, these sources are removed:\n  {name}\n" in shown
    assert "the default sources are as winget has them" in shown
    assert "default" not in line.run("source", "reset", name).out
    assert line.run("source", "list", "--format", "json").json


def test_an_install_fills_the_members_of_its_parameters(line: Line) -> None:
    line.run("install", "A.Anvil", "--scope", "USER", "-h", "-v", "1.0", "--lock-wait", "5", "-e")
    [(method, sent)] = line.sent
    assert method == "package/install"
    assert isinstance(sent, InstallParameters)
    assert (sent.query, sent.scope, sent.mode, sent.version) == ("A.Anvil", "User", "Silent", "1.0")
    assert (sent.lock_wait_seconds, sent.match_option) == (5, "Equals")


def test_installation_notes_are_shown_after_an_install(line: Line) -> None:
    line.place.package("F.Noted", root="InstallationNotes: Open a new shell.")
    line.place.open()
    assert "Open a new shell." in line.run("install", "F.Noted").out
    assert "Notes" not in line.run("install", "A.Anvil").out


def test_r_of_upgrade_is_all_and_of_install_rename(line: Line) -> None:
    line.run("install", "A.Anvil", "-v", "1.0", "-r", "other")
    assert isinstance(line.sent[0][1], InstallParameters)
    assert line.sent[0][1].rename == "other"
    assert line.run("upgrade", "-r").code == OK
    assert isinstance(line.sent[0][1], UpdateParameters)
    assert line.sent[0][1].all


def test_several_queries_are_several_requests(line: Line) -> None:
    assert line.run("install", "A.Anvil", "B.Bolt").code == OK
    assert [sent.query for _, sent in line.sent if isinstance(sent, InstallParameters)] == ["A.Anvil", "B.Bolt"]
    ended = line.run("uninstall", "A.Anvil", "No.One", "B.Bolt")
    assert ended.code == ErrorCode.MultipleUninstallFailed
    assert len([one for one in line.sent if isinstance(one[1], UninstallParameters)]) == 3
    assert line.place.installed() == {}


@pytest.mark.parametrize(
    "words",
    [
        ["upgrade", "--all", "-m", "FILE"],
        ["upgrade", "--all", "-l", "C:\\x"],
        ["upgrade", "--all", "--rename", "x"],
        ["upgrade", "--all", "-v", "2.0"],
        ["upgrade", "--all", "--id", "A.Anvil"],
        ["upgrade", "--all", "A.Anvil"],
        ["upgrade", "--all", "--name", "Anvil"],
        ["upgrade", "--all", "--override", "/x"],
        ["upgrade", "--all", "--log", "C:\\x"],
        ["upgrade", "--all", "--what-if", "-m", "FILE"],
        ["upgrade", "-m", "FILE", "A.Anvil"],
        ["upgrade", "-m", "FILE", "-v", "2.0"],
        ["upgrade", "-v", "2.0"],
        ["upgrade", "--location", "C:\\x"],
        ["install", "-m", "FILE", "A.Anvil"],
        ["install", "-m", "FILE", "--id", "A.Anvil"],
        ["install", "-m", "FILE", "-v", "2.0", "--what-if"],
        ["install", "A.Anvil", "B.Bolt", "-v", "1.0"],
        ["install", "A.Anvil", "B.Bolt", "-l", "C:\\x"],
        ["install", "A.Anvil", "B.Bolt", "-m", "FILE"],
        ["install", "A.Anvil", "B.Bolt", "--log", "C:\\x"],
        ["install", "A.Anvil", "--dependencies-only", "--skip-dependencies"],
        ["install", "A.Anvil", "--proxy", "http://x", "--no-proxy"],
        ["uninstall", "-m", "FILE", "--product-code", "x"],
        ["uninstall", "A.Anvil", "--all-versions", "-v", "1.0"],
        ["uninstall", "A.Anvil", "--purge", "--preserve"],
        ["uninstall", "A.Anvil", "B.Bolt", "--product-code", "x"],
        ["show", "-m", "FILE", "A.Anvil"],
        ["show", "-m", "FILE", "-v", "1.0"],
        ["list", "--include-unknown"],
        ["list", "--asc", "--desc"],
        ["hash", "FILE", "FILE"],
        ["hash", "FILE", "-f", "FILE"],
        ["source", "update", "a", "b"],
        ["source", "reset", "a", "--all"],
        ["settings", "export", "x"],
        ["install", "A.Anvil", "--dependency-source", "x"],
        ["settings", "--enable", "DefaultProxy"],
    ],
)
def test_contradictions_are_refused_before_anything_happens(line: Line, words: list[str]) -> None:
    line.run("install", "A.Anvil", "-v", "1.0")
    manifest = line.place.package("C.New", "3.0")
    ended = line.run(*(manifest if word == "FILE" else word for word in words))
    assert ended.code == BAD_WORDS, ended.error
    assert line.place.installed() == {"A.Anvil": "1.0"}


def test_the_report_shows_what_would_be_updated(line: Line) -> None:
    line.run("install", "A.Anvil", "-v", "1.0")
    ended = line.run("upgrade", "--include-unknown")
    assert ended.code == OK
    assert "A.Anvil" in ended.out
    [(method, sent)] = line.sent
    assert method == "package/get"
    assert isinstance(sent, GetParameters)
    assert (sent.update_available, sent.include_unknown) == (True, True)


def test_what_is_not_updated_with_all_is_listed_apart_with_reason_and_code(line: Line) -> None:
    place = line.place
    for identifier, behaviour in (("C.Named", "RequireExplicitUpgrade: true"), ("D.Denied", "UpgradeBehavior: deny")):
        place.package(identifier, "1.0")
        place.package(identifier, "2.0", installer=behaviour)
    place.open()
    for identifier in ("A.Anvil", "C.Named", "D.Denied"):
        line.run("install", identifier, "-v", "1.0")
    ended = line.run("upgrade")
    updates, _, others = ended.out.partition("1 upgrades available.")
    assert "A.Anvil" in updates
    assert "C.Named" not in updates
    named, denied = (next(row for row in others.splitlines() if id in row) for id in ("C.Named", "D.Denied"))
    assert "must be named explicitly" in named
    assert "0x8A150114" in denied
    assert [row["Id"] for row in line.run("upgrade", "--format", "json").json] == ["A.Anvil"]

    planned = line.run("upgrade", "--all", "--what-if")
    assert "Update: Anvil [A.Anvil] 1.0 -> 2.0" in planned.out
    assert "C.Named" not in planned.out
    assert "C.Named" in planned.error
    assert line.run("upgrade", "--all").code == OK
    assert place.installed() == {"A.Anvil": "2.0", "C.Named": "1.0", "D.Denied": "1.0"}


def test_what_has_no_version_is_shown_apart_with_what_is_available(line: Line) -> None:
    line.place.package("E.Silent", "2.0", installer="ProductCode: NoVersion")
    line.place.open()
    registry = line.place.host.registry
    for name, value in (("DisplayName", "Silent"), ("WinGetInstallerType", "portable")):
        registry.set_value(Hive.user, rf"{UNINSTALL}\NoVersion", name, RegistryValue("sz", value))
    for words in (["upgrade"], ["upgrade", "--all"], ["upgrade", "--all", "--what-if"]):
        assert "No installed package has an update available." in line.run(*words).out
    out = line.run("upgrade").out
    assert next(row for row in out.splitlines() if "E.Silent" in row).split()[2:4] == ["Unknown", "2.0"]
    assert "1 package(s) have version numbers that cannot be determined; --include-unknown updates them, too." in out
    assert "--include-unknown" in line.run("upgrade", "--all", "--what-if").error
    assert "1 upgrades available." in line.run("upgrade", "--include-unknown").out
    assert line.run("list", "--format", "json").code == OK
    assert "2.0" in line.run("list").out


def test_update_all_with_nothing_to_do_says_so(line: Line) -> None:
    line.run("install", "A.Anvil")
    for words in (["upgrade", "--all"], ["upgrade", "--all", "--what-if"]):
        ended = line.run(*words)
        assert (ended.code, ended.out) == (OK, "No installed package has an update available.\n")
    assert line.run("upgrade", "--all", "--format", "json").json == []


def test_a_plan_is_shown_and_not_carried_out(line: Line) -> None:
    ended = line.run("install", "A.Anvil", "B.Bolt", "--what-if")
    assert ended.code == OK
    assert "Install: Anvil [A.Anvil] 2.0" in ended.out
    assert "Install: Bolt [B.Bolt] 1.0" in ended.out
    assert line.place.installed() == {}
    plans = line.run("install", "A.Anvil", "--what-if", "--format", "json").json
    assert [(plan["Action"], plan["Id"], plan["ToVersion"]) for plan in plans] == [("Install", "A.Anvil", "2.0")]


def test_the_plans_of_all_updates_are_shown(line: Line) -> None:
    line.run("install", "A.Anvil", "-v", "1.0")
    line.run("install", "B.Bolt")
    plans = line.run("upgrade", "--all", "--what-if", "--format", "json").json
    assert [(one["Action"], one["FromVersion"], one["ToVersion"]) for one in plans] == [("Update", "1.0", "2.0")]
    assert line.place.installed() == {"A.Anvil": "1.0", "B.Bolt": "1.0"}


def test_the_plan_of_an_uninstall_is_shown(line: Line) -> None:
    line.run("install", "A.Anvil")
    ended = line.run("uninstall", "A.Anvil", "--what-if")
    assert ended.code == OK
    assert "Uninstall: Anvil [A.Anvil] 2.0" in ended.out
    assert line.place.installed() == {"A.Anvil": "2.0"}


def test_a_plan_that_cannot_be_carried_out_has_its_exit_code(line: Line) -> None:
    line.run("install", "A.Anvil")
    ended = line.run("upgrade", "A.Anvil", "--what-if")
    assert ended.code == ErrorCode.UpdateNotApplicable
    assert "There is no update available" in ended.error
    assert line.run("install", "No.One", "--what-if").code == NO_PACKAGE


def test_an_error_about_one_of_several_packages_names_it(line: Line) -> None:
    for words in (["install", "B.Bolt", "No.One"], ["install", "B.Bolt", "No.One", "--what-if"]):
        assert "No.One: No package found matching input criteria." in line.run(*words).error
    assert "No.One:" not in line.run("install", "No.One").error


@pytest.mark.parametrize("verb", ["install", "uninstall", "upgrade", "show"])
def test_a_blank_names_no_package(line: Line, verb: str) -> None:
    line.run("install", "B.Bolt")
    line.run("source", "update")
    for words in ([verb, ""], [verb, "  "], [verb, "--id", " "], [verb, "-m", ""]):
        ended = line.run(*words)
        assert ended.code == BAD_WORDS, words
        assert f"{verb}: no package is named." in ended.error
        assert "--id" in ended.error
    assert line.run("install", "A.Anvil", "").code == BAD_WORDS
    assert line.place.installed() == {"B.Bolt": "1.0"}


def test_sources_that_are_all_explicit_are_not_called_none(line: Line) -> None:
    line.run("source", "edit", "Test", "--explicit", "true")
    ended = line.run("search", "anvil")
    assert ended.code == ErrorCode.NoSourcesDefined
    assert "used only when it is named (Test)" in ended.error
    assert "--source" in ended.error
    assert line.run("search", "anvil", "-s", "Test").code == OK


def test_what_is_left_out_of_a_report_in_json_is_beside_it(line: Line) -> None:
    line.place.package("D.Denied", "1.0")
    line.place.open()
    line.run("install", "D.Denied")
    line.place.package("D.Denied", "2.0", installer="UpgradeBehavior: deny")
    line.place.open()
    ended = line.run("upgrade", "--format", "json")
    assert (ended.json, ended.code) == ([], OK)
    assert "0x8A150114" in ended.error


def test_a_package_that_does_not_fit_is_shown_with_the_reason(line: Line) -> None:
    ended = line.run("show", "A.Anvil", "-a", "arm64")
    assert ended.code == OK
    assert "Found Anvil [A.Anvil]" in ended.out
    assert "No applicable installer found (0x8A150010)." in ended.out
    assert "arm64" in ended.out.partition("No applicable")[2]
    fitting = line.run("show", "A.Anvil").out
    assert "Installer Type: portable" in fitting
    assert "Commands" in fitting


def test_a_list_is_sorted_as_asked_for(line: Line) -> None:
    line.run("install", "B.Bolt", "A.Anvil")

    def ids(*words: str) -> list[str]:
        return [row["Id"] for row in line.run("list", "--format", "json", *words).json]

    assert ids("--sort", "id") == ["A.Anvil", "B.Bolt"]
    assert ids("--sort", "version") == ["B.Bolt", "A.Anvil"]
    assert ids("--sort", "id", "--desc") == ["B.Bolt", "A.Anvil"]
    assert "Installed Location: " in line.run("list", "--details").out


def test_a_source_is_edited_and_a_second_time_is_so_already(line: Line) -> None:
    assert "explicit true" in line.run("source", "edit", "Test", "--explicit", "true").out
    assert "already in the desired state" in line.run("source", "edit", "Test", "-e", "true").out
    assert line.run("source", "edit", "Test").code == BAD_WORDS
    assert line.run("source", "edit", "None", "-e", "true").code == ErrorCode.SourceNameDoesNotExist


def test_source_commands_print_one_array_as_json(line: Line, tmp_path: Path) -> None:
    Shelf(tmp_path / "second").put("C.Chisel")
    added = line.run("source", "add", "Second", str(tmp_path / "second"), "--format", "json")
    assert (added.code, [row["Name"] for row in added.json], added.error) == (OK, ["Second"], "")
    for verb in ("list", "export", "update", "reset"):
        rows = line.run("source", verb, "--format", "json").json
        assert sorted(row["Name"] for row in rows) == ["Second", "Test"], verb
    assert [json.loads(row)["Name"] for row in line.run("source", "export").out.splitlines()] == ["Test", "Second"]
    removed = line.run("source", "reset", "--force", "--format", "json").json
    assert len(removed) == 2
    defaults = ["msstore", "winget", "winget-font"]
    assert [row["Name"] for row in line.run("source", "reset", "--format", "json").json] == defaults
    assert all(name in line.run("source", "reset").out for name in defaults)


def test_a_reset_without_force_adds_no_source_to_an_empty_list(line: Line) -> None:
    assert line.run("source", "remove", "Test").code == OK
    assert "--force adds the default ones" in line.run("source", "reset").out
    assert line.run("source", "list", "--format", "json").json == []


def test_settings_are_exported(line: Line) -> None:
    exported = line.run("settings", "export")
    assert exported.json["userSettingsFile"].endswith("settings.json")
    assert line.run("settings").out == f"User settings: {exported.json['userSettingsFile']}\n"


def test_version_info_and_overview_need_no_verb(line: Line) -> None:
    assert line.run("--version").out.startswith("v")
    info = line.run("--info").out
    assert "Engine: v" in info
    assert "LocalManifestFiles: On" in info
    assert "Policies: none" in info
    assert line.run("-?").code == OK
    assert line.run().code == BAD_WORDS
    assert line.run("source").code == BAD_WORDS


def test_show_says_of_each_installer_why_it_is_taken_or_not(line: Line) -> None:
    line.place.package("A.Both", installer="Scope: user\nPlatform: [Windows.Desktop]")
    path = line.place.shelf.manifest("A.Both")
    more = "- {Architecture: arm64, InstallerUrl: https://example.org/x, InstallerSha256: " + "0" * 64 + "}\n"
    path.write_text(path.read_text("utf-8").replace("ManifestType", f"{more}ManifestType"), "utf-8")
    line.place.open()
    out = line.run("show", "A.Both").out
    assert "  Chosen because: it is the only one that fits" in out
    assert "  Platform: Windows.Desktop" in out
    assert "Other installers:\n  arm64 portable: is for arm64" in out


def test_show_names_the_older_version_that_an_install_would_take(line: Line) -> None:
    line.place.package("A.Aged", "1.0")
    line.place.package("A.Aged", "2.0", installer="UnsupportedOSArchitectures: [x64]")
    line.place.open()
    out = line.run("show", "A.Aged").out
    assert "No applicable installer found (0x8A150010)." in out
    assert "An install takes version 1.0, which has one." in out


def test_search_options_become_the_members_of_the_request(line: Line) -> None:
    words = ("--tag", "t", "--command", "c", "--moniker", "m", "--count", "3", "--exact", "--version", "1.0")
    line.run("search", "q", *words)
    [(method, sent)] = line.sent
    given = {name: value for name, value in msgspec.to_builtins(sent).items() if value not in (None, False)}
    expected = {"Query": "q", "Tag": "t", "Command": "c", "Moniker": "m", "Count": 3, "Version": "1.0"}
    assert (method, given) == ("package/find", expected | {"MatchOption": "Equals"})


def test_a_search_that_finds_nothing_suggests_and_keeps_its_code(line: Line) -> None:
    ended = line.run("search", "an vil")
    assert ended.code == NO_PACKAGE
    assert "Did you mean A.Anvil (Anvil)" in ended.error
    as_json = line.run("search", "an vil", "--format", "json")
    assert as_json.json == []
    assert [one["Id"] for one in json.loads(as_json.error)["Suggestions"]] == ["A.Anvil"]
    assert "Did you mean A.Anvil" in line.run("install", "anvli").error


def test_a_search_that_finds_next_to_nothing_suggests_beside_its_rows(line: Line) -> None:
    line.place.package("A.Xanvli")
    line.place.open()
    ended = line.run("search", "anvli")
    assert (ended.code, "A.Xanvli" in ended.out) == (0, True)
    assert ended.error == "Did you mean A.Anvil (Anvil)? Then use its id.\n"


def test_a_check_shows_what_was_looked_at_and_fails_where_something_is_wrong(line: Line) -> None:
    line.run("install", "A.Anvil")
    checked = line.run("check", "A.Anvil")
    assert (checked.code, checked.out.splitlines()[0]) == (0, "Anvil [A.Anvil] 2.0: Ok")
    assert "AppsAndFeaturesEntryInstallLocation" in checked.out
    assert "0x00000000" in checked.out
    missing = line.run("check", "B.Bolt", "--format", "json")
    assert (missing.code, missing.json[0]["Status"]) == (1, "NotInstalled")
    assert line.run("check", "No.Such").code != 0
