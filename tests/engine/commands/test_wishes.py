"""What the user wishes of an install, whether the installer takes it, and that it is kept at updates."""

from __future__ import annotations

from pathlib import PureWindowsPath

import pytest

from engine.commands.test_dependencies import needs
from kit.manifests import nested_files
from kit.place import Place
from wingetpy.commands.objects import InstalledPackage
from wingetpy.errors import BadRequest, ErrorCode, NotFound
from wingetpy.inventory.installed import installed_entries
from wingetpy.state.tracking import InstallWishes, tracked_packages


def commands(place: Place) -> set[str]:
    """The file names of all programs in the portable packages' folders."""
    return {path.name for path in place.host.root.rglob("*.exe") if "Packages" in path.parts}


def test_a_renamed_command_keeps_its_name_at_the_update(place: Place) -> None:
    place.package("A.Tool", "1.0")
    place.open()
    place.install(Id="A.Tool", Rename="mine")
    place.package("A.Tool", "2.0")
    place.open()
    [updated] = place.update(Id="A.Tool")
    assert (updated.status, updated.version) == ("Ok", "2.0")
    assert commands(place) == {"mine.exe"}


def test_every_wish_is_recorded_and_a_new_one_replaces_it(place: Place) -> None:
    place.package("A.Tool", "1.0")
    place.open()
    place.install(
        Id="A.Tool", Rename="mine", Architecture="x64", Scope="User", Location=r"C:\Tools", Override="/o", Custom="/c"
    )
    place.package("A.Tool", "2.0")
    place.open()
    place.update(Id="A.Tool", Rename="other")
    [record] = tracked_packages(place.host.state_folder(), pytest.fail)
    assert record.version == "2.0"
    assert record.wishes == InstallWishes(
        rename="other", architecture="x64", scope="User", location=r"C:\Tools", override="/o", custom="/c"
    )


def test_the_wished_locale_is_required_at_the_update(place: Place) -> None:
    german = "InstallerLocale: de-DE"
    place.package("A.Tool", "1.0", installer=german)
    place.open()
    place.install(Id="A.Tool", Locale="de-DE")
    place.package("A.Tool", "2.0", installer="InstallerLocale: fr-FR")
    place.open()
    [refused] = place.update(Id="A.Tool")
    assert refused.status == "NoApplicableInstallers"
    place.package("A.Tool", "3.0", installer=german)
    place.open()
    [updated] = place.update(Id="A.Tool")
    assert updated.version == "3.0"


def test_an_older_version_is_not_taken_in_silence(place: Place) -> None:
    place.package("A.Tool", "1.0", installer="InstallerLocale: de")
    place.package("A.Tool", "2.0", installer="InstallerLocale: fr")
    place.open()
    assert place.install(Id="A.Tool", Locale="de-DE").version == "1.0"
    [warning] = place.call.warnings()
    assert "A.Tool: no installer of version 2.0 fits" in warning
    assert "version 1.0 is used" in warning


@pytest.mark.parametrize("form", ["[log]", "\n- UnsupportedArgument: log"])
def test_a_log_that_the_installer_does_not_write_is_a_warning(place: Place, form: str) -> None:
    place.package("A.Tool", installer=f"UnsupportedArguments: {form}")
    place.open()
    assert place.install(Id="A.Tool", Log=r"C:\log.txt").status == "Ok"
    assert [code for level, _, code in place.call.messages if level == "Warning"] == [ErrorCode.UnsupportedArgument.hex]


@pytest.mark.parametrize("form", ["[Location]", "\n- UnsupportedArgument: location"])
def test_a_location_that_the_installer_does_not_take_is_refused(place: Place, form: str) -> None:
    place.package("A.Tool", installer=f"UnsupportedArguments: {form}")
    place.open()
    with pytest.raises(BadRequest, match="takes no location") as caught:
        place.install(Id="A.Tool", Location=r"C:\Tools")
    assert caught.value.code is ErrorCode.UnsupportedArgument


def test_several_nested_files_of_a_type_that_is_run_are_refused(place: Place) -> None:
    nested = "NestedInstallerType: exe\nNestedInstallerFiles:\n- RelativeFilePath: a.exe\n- RelativeFilePath: b.exe"
    place.archive("A.Tool", ["a.exe", "b.exe"], nested)
    place.open()
    result = place.install(Id="A.Tool")
    assert result.error is not None
    assert result.error.symbol == "InvalidManifest"
    assert "2 nested installers" in result.error.message


def test_a_portable_of_a_source_that_is_gone_keeps_its_id(place: Place) -> None:
    place.package("A.Tool")
    place.open()
    place.install(Id="A.Tool")
    place.ask("source/remove", Name="Test")
    assert place.installed() == {"A.Tool": "1.0"}
    place.ask("package/get", Id="A.Tool")
    assert len(place.call.rows) == 1
    [removed] = place.uninstall(Id="a.tool")
    assert (removed.id, removed.status) == ("A.Tool", "Ok")
    assert place.installed() == {}


def test_a_manifest_updates_a_portable_that_a_source_installed(place: Place) -> None:
    place.package("A.Tool", "1.0")
    place.open()
    place.install(Id="A.Tool")
    place.package("A.Tool", "2.0")
    manifest = str(place.shelf.manifest("A.Tool", "2.0"))
    [updated] = place.update(Manifest=manifest)
    assert (updated.error, updated.version) == (None, "2.0")
    assert place.installed() == {"A.Tool": "2.0"}
    [entry] = installed_entries(place.host)
    assert entry.portable is not None
    assert entry.portable.source_id == place.engine.sources.list()[0].identifier
    assert len(tracked_packages(place.host.state_folder(), pytest.fail)) == 1
    place.open()
    place.ask("package/get", Id="A.Tool")
    assert [row.source for row in place.call.rows if isinstance(row, InstalledPackage)] == ["Test"]


def test_a_manifest_of_what_is_not_installed_has_the_sentence_of_the_specification(place: Place) -> None:
    manifest = place.package("A.Tool", "1.0")
    with pytest.raises(NotFound, match='The application "Tool" is not installed, therefore no updates are available'):
        place.update(Manifest=manifest)


def test_uninstall_previous_installs_as_on_a_machine_without_the_package(place: Place) -> None:
    """The older version is removed from its folder; what the user put there stays."""
    place.package("A.Tool", "1.0")
    place.open()
    place.install(Id="A.Tool", Location=r"C:\Old")
    kept = place.host.files.local(PureWindowsPath(r"C:\Old\notes.txt"))
    kept.write_text("mine")
    place.package("A.Tool", "2.0")
    place.open()
    [updated] = place.update(Id="A.Tool", UninstallPrevious=True, Location=r"C:\New")
    assert (updated.error, updated.version) == (None, "2.0")
    place.ask("package/get")
    assert [(row.scope, row.install_location) for row in place.call.rows if isinstance(row, InstalledPackage)] == [
        ("User", r"C:\New")
    ]
    assert kept.read_text() == "mine"
    assert not place.host.files.local(PureWindowsPath(r"C:\Old\Tool.exe")).exists()
    [removed] = place.uninstall(Id="A.Tool")
    assert removed.status == "Ok"
    assert installed_entries(place.host) == []


def test_uninstall_previous_removes_the_users_files_where_the_settings_say_so(place: Place) -> None:
    (place.host.state_folder() / "settings.json").write_text('{"uninstallBehavior": {"purgePortablePackage": true}}')
    place.package("A.Tool", "1.0")
    place.open()
    place.install(Id="A.Tool")
    [entry] = installed_entries(place.host)
    notes = place.host.files.local(PureWindowsPath(entry.install_location or "") / "notes.txt")
    notes.write_text("mine")
    place.package("A.Tool", "2.0", installer="UpgradeBehavior: uninstallPrevious")
    place.open()
    [updated] = place.update(Id="A.Tool")
    assert (updated.error, updated.version) == (None, "2.0")
    assert not notes.exists()


def test_a_dependency_that_is_updated_keeps_what_was_given_at_its_install(place: Place) -> None:
    place.package("B.Base", "1.0")
    place.open()
    place.install(Id="B.Base", Rename="mine")
    place.package("B.Base", "2.0")
    place.package("A.Top", installer=needs("B.Base", least="2.0"))
    place.open()
    assert place.install(Id="A.Top").status == "Ok"
    assert place.installed() == {"A.Top": "1.0", "B.Base": "2.0"}
    assert commands(place) == {"mine.exe", "Top.exe"}
    renames = {
        record.package: record.wishes.rename for record in tracked_packages(place.host.state_folder(), pytest.fail)
    }
    assert renames == {"A.Top": "", "B.Base": "mine"}


def test_a_kept_name_does_not_prevent_an_update_to_several_commands(place: Place) -> None:
    for version, names in (("1.0", ["a.exe"]), ("2.0", ["a.exe", "b.exe"])):
        place.shelf.archive("A.Tool", version, dict.fromkeys(names, version), **nested_files(dict.fromkeys(names, "")))
        place.open()
        result = place.install(Id="A.Tool", Rename="mine") if version == "1.0" else place.update(Id="A.Tool")[0]
        assert (result.error, result.version) == (None, version)
    assert [text for text in place.call.warnings() if "'mine'" in text]
    with pytest.raises(BadRequest, match="cannot be the name of 2 programs"):
        place.install(Id="A.Tool", Rename="mine", Force=True)


def test_a_kept_location_does_not_prevent_an_update_that_takes_none(place: Place) -> None:
    place.package("A.Tool", "1.0")
    place.open()
    place.install(Id="A.Tool", Location=r"C:\Tools\A")
    place.package("A.Tool", "2.0", installer="UnsupportedArguments: [location]")
    place.open()
    [updated] = place.update(Id="A.Tool")
    assert (updated.error, updated.version) == (None, "2.0")
    assert place.host.files.entry(PureWindowsPath(r"C:\Tools\A\Tool.exe")) is not None


def test_the_wishes_of_the_users_install_are_not_those_of_the_machines(place: Place) -> None:
    """Both have the same product code."""
    place.package("A.Tool", "1.0")
    place.open()
    place.install(Id="A.Tool", Scope="Machine")
    place.install(Id="A.Tool", Scope="User", Rename="mine")
    place.package("A.Tool", "2.0")
    place.open()
    [updated] = place.update(Id="A.Tool", Scope="Machine")
    assert (updated.status, updated.version) == ("Ok", "2.0")
    assert {path.name for path in place.host.root.rglob("*.exe") if "Program Files" in path.parts} == {"Tool.exe"}


def test_a_package_of_the_user_and_of_the_machine_keeps_the_wishes_of_each(place: Place) -> None:
    place.package("A.Tool", "1.0")
    place.open()
    place.install(Id="A.Tool", Scope="User", Rename="mine")
    place.install(Id="A.Tool", Scope="Machine", Rename="ours")
    records = {one.scope: one.wishes.rename for one in tracked_packages(place.host.state_folder(), pytest.fail)}
    assert records == {"User": "mine", "Machine": "ours"}
    place.package("A.Tool", "2.0")
    place.open()
    for scope in ("User", "Machine"):
        [updated] = place.update(Id="A.Tool", Scope=scope)
        assert (updated.error, updated.version) == (None, "2.0")
    assert commands(place) == {"mine.exe", "ours.exe"}
    place.uninstall(Id="A.Tool", Scope="User")
    assert [one.scope for one in tracked_packages(place.host.state_folder(), pytest.fail)] == ["Machine"]
