"""What `package/update` decides, for one package and for all."""

from __future__ import annotations

from pathlib import PureWindowsPath

import pytest

from kit.place import Place
from wingetpy.errors import Ambiguous, ErrorCode, NotFound, SourceError
from wingetpy.hosts.registry import Hive, RegistryValue

UNINSTALL = r"Software\Microsoft\Windows\CurrentVersion\Uninstall"


def with_old(place: Place, *identifiers: str) -> None:
    """Packages installed in 1.0, of which 2.0 is offered."""
    for identifier in identifiers:
        place.package(identifier, "1.0")
    place.open()
    for identifier in identifiers:
        place.install(Id=identifier)
        place.package(identifier, "2.0")
    place.open()


def test_all_that_has_an_update_is_updated(place: Place) -> None:
    with_old(place, "A.One", "A.Two")
    place.package("A.Three")
    place.open()
    place.install(Id="A.Three")
    results = place.update(All=True)
    assert [(one.id, one.installed_version, one.version) for one in results] == [
        ("A.One", "1.0", "2.0"),
        ("A.Two", "1.0", "2.0"),
    ]


def test_one_that_fails_does_not_stop_the_next(place: Place) -> None:
    with_old(place, "A.One", "A.Two")
    (place.source / "files" / "A.One-2.0.exe").write_bytes(b"something else")
    first, second = place.update(All=True)
    assert first.error is not None
    assert (first.status, first.error.symbol) == ("DownloadError", "InstallerHashMismatch")
    assert second.status == "Ok"
    assert place.installed() == {"A.One": "1.0", "A.Two": "2.0"}


def test_nothing_newer_is_told_in_the_specification_s_words(place: Place) -> None:
    place.package("A.One")
    place.open()
    place.install(Id="A.One")
    [result] = place.update(Id="A.One")
    assert (result.status, result.changed, result.error_code) == ("NoApplicableUpgrade", False, "0x8A15002B")
    assert result.error is not None
    assert result.error.message.startswith("There is no update available from the community repository.")


def test_what_is_not_installed_is_not_found(place: Place) -> None:
    place.package("A.One")
    place.open()
    with pytest.raises(NotFound, match="Type winget list to see available applications"):
        place.update(Id="A.One")


def test_a_manifest_of_what_is_not_installed_says_so(place: Place) -> None:
    path = place.package("A.One")
    with pytest.raises(NotFound, match='The application "One" is not installed, therefore no updates are available'):
        place.update(Manifest=path)


def test_an_older_version_is_refused_without_force(place: Place) -> None:
    with_old(place, "A.One")
    place.update(Id="A.One")
    [refused] = place.update(Id="A.One", Version="1.0")
    assert refused.error_code == ErrorCode.UpgradeVersionNotNewer.hex
    [forced] = place.update(Id="A.One", Version="1.0", Force=True)
    assert forced.version == "1.0"


def test_a_program_that_no_source_knows_is_a_result(place: Place) -> None:
    place.package("A.One")
    place.open()
    key = rf"{UNINSTALL}\Stranger"
    place.host.registry.set_value(Hive.machine, key, "DisplayName", RegistryValue("sz", "Stranger"))
    place.host.registry.set_value(Hive.machine, key, "DisplayVersion", RegistryValue("sz", "1.0"))
    [result] = place.update(Name="Stranger")
    assert (result.status, result.reason) == ("NoApplicableUpgrade", "NoApplicableUpgrade")
    assert result.error is not None
    assert result.error.message.startswith("There is no update available")


def test_several_that_fit_are_named(place: Place) -> None:
    place.package("A.One")
    place.open()
    for number in (1, 2):
        key = rf"{UNINSTALL}\Twin{number}"
        place.host.registry.set_value(Hive.machine, key, "DisplayName", RegistryValue("sz", "Twin"))
        place.host.registry.set_value(Hive.machine, key, "DisplayVersion", RegistryValue("sz", f"{number}.0"))
    with pytest.raises(Ambiguous, match=r"Twin1.*Twin2"):
        place.update(Name="Twin")


def test_an_update_that_fails_leaves_the_old_version_working(place: Place) -> None:
    with_old(place, "A.One")
    (place.source / "files" / "A.One-2.0.exe").unlink()
    [result] = place.update(Id="A.One")
    assert result.error is not None
    place.ask("package/get")
    location = place.call.rows[0].install_location  # type: ignore[attr-defined]
    programs = [one.path for one in place.host.files.list(PureWindowsPath(location))]
    assert [place.host.files.local(path).read_text() for path in programs if path.suffix == ".exe"] == ["A.One 1.0"]


def test_what_wants_to_be_asked_for_by_name_is_left_out_of_all(place: Place) -> None:
    place.package("A.Self", "1.0")
    place.open()
    place.install(Id="A.Self")
    place.package("A.Self", "2.0", installer="  RequireExplicitUpgrade: true")
    place.open()
    assert place.update(All=True) == []
    assert any("A.Self" in text for _, text, _ in place.call.messages)
    assert place.installed() == {"A.Self": "1.0"}
    [result] = place.update(Id="A.Self")
    assert (result.status, result.version) == ("Ok", "2.0")


@pytest.mark.parametrize("criteria", [{"Id": "A.One"}, {"All": True}])
def test_without_a_source_there_is_nothing_to_update_from(place: Place, criteria: dict[str, object]) -> None:
    with pytest.raises(SourceError) as none:
        place.update(**criteria)
    assert none.value.code is ErrorCode.NoSourcesDefined
    assert none.value.remedy_id == "NoSourcesDefined"


def test_a_manifest_updates_what_is_older_and_nothing_else(place: Place) -> None:
    older, newer = (place.package("A.One", version) for version in ("1.0", "2.0"))
    place.open()
    place.install(Id="A.One", Version="1.0")
    [same] = place.update(Manifest=older)
    assert (same.status, same.changed, same.error_code) == ("NoApplicableUpgrade", False, "0x8A15002B")
    [done] = place.update(Manifest=newer)
    assert (done.installed_version, done.version) == ("1.0", "2.0")
    [refused] = place.update(Manifest=older)
    assert (refused.status, refused.changed) == ("NoApplicableUpgrade", False)
    [forced] = place.update(Manifest=older, Force=True)
    assert forced.version == "1.0"
    [gone] = place.uninstall(Manifest=older)
    assert gone.changed
    assert place.installed() == {}
