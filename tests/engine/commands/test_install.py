"""What `package/install` decides: install, update, or nothing."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path, PureWindowsPath

import pytest

from kit.calls import Listener
from kit.manifests import singleton
from kit.place import Place
from wingetpy.commands.engine import Engine
from wingetpy.commands.objects import InstallResult
from wingetpy.commands.parameters import InstallParameters
from wingetpy.commands.registry import invoke
from wingetpy.errors import BadRequest, EngineError, ErrorCode, NotFound
from wingetpy.hosts.sandbox import SandboxHost
from wingetpy.inventory.cache import InventoryCache
from wingetpy.operations import change
from wingetpy.operations.plan import Plan


def test_what_is_missing_is_installed_in_its_newest_version(place: Place) -> None:
    place.package("A.Tool", "1.0")
    place.package("A.Tool", "1.10")
    place.package("A.Tool", "1.9")
    place.open()
    result = place.install(Id="A.Tool")
    assert (result.status, result.changed, result.version, result.installed_version) == ("Ok", True, "1.10", "")
    assert place.installed() == {"A.Tool": "1.10"}


def test_what_is_there_in_the_newest_version_is_left_alone(place: Place) -> None:
    place.package("A.Tool")
    place.open()
    place.install(Id="A.Tool")
    result = place.install(Id="A.Tool")
    assert (result.status, result.changed, result.reason, result.error) == ("Ok", False, "AlreadyInstalled", None)


def test_what_is_older_is_updated(place: Place) -> None:
    place.package("A.Tool", "1.0")
    place.open()
    place.install(Id="A.Tool")
    place.package("A.Tool", "2.0")
    place.open()
    result = place.install(Id="A.Tool")
    assert (result.changed, result.installed_version, result.version) == (True, "1.0", "2.0")


def test_a_newer_one_than_the_wanted_is_left_alone(place: Place) -> None:
    place.package("A.Tool", "1.0")
    place.package("A.Tool", "2.0")
    place.open()
    place.install(Id="A.Tool")
    result = place.install(Id="A.Tool", Version="1.0")
    assert (result.changed, result.reason) == (False, "AlreadyInstalled")


def test_force_installs_again(place: Place) -> None:
    place.package("A.Tool")
    place.open()
    place.install(Id="A.Tool")
    result = place.install(Id="A.Tool", Force=True)
    assert (result.status, result.changed) == ("Ok", True)


def test_no_upgrade_refuses_what_is_installed(place: Place) -> None:
    place.package("A.Tool")
    place.open()
    place.install(Id="A.Tool")
    refused = place.install(Id="A.Tool", NoUpgrade=True)
    assert (refused.error_code, refused.changed) == (ErrorCode.PackageAlreadyInstalled.hex, False)


def test_a_version_that_is_not_offered_names_those_that_are(place: Place) -> None:
    place.package("A.Tool", "1.0")
    place.open()
    with pytest.raises(NotFound, match=r"3\.0.*1\.0") as missing:
        place.install(Id="A.Tool", Version="3.0")
    assert missing.value.code is ErrorCode.NoManifestFound


def test_a_version_may_be_spelled_differently(place: Place) -> None:
    place.package("A.Tool", "1.2.0.0")
    place.open()
    assert place.install(Id="A.Tool", Version="1.2").version == "1.2.0.0"


def test_the_newest_version_that_fits_this_machine_is_taken(place: Place) -> None:
    place.package("A.Tool", "1.0")
    place.package("A.Tool", "2.0", installer="  UnsupportedOSArchitectures:\n  - x64")
    place.open()
    assert place.install(Id="A.Tool").version == "1.0"


def test_nothing_is_installed_without_a_criterion(place: Place) -> None:
    with pytest.raises(BadRequest):
        place.install(Source="Test")


def test_the_plan_that_was_shown_is_the_plan_that_runs(place: Place) -> None:
    place.package("A.Tool", "1.0")
    place.open()
    plan = place.ask("package/plan", Operation="Install", Id="A.Tool")
    assert isinstance(plan, Plan)
    place.package("A.Tool", "2.0")
    place.open()
    assert place.install(PlanId=plan.plan_id).version == "1.0"


def test_a_plan_runs_once(place: Place) -> None:
    place.package("A.Tool")
    place.open()
    plan = place.ask("package/plan", Operation="Install", Id="A.Tool")
    assert isinstance(plan, Plan)
    place.install(PlanId=plan.plan_id)
    with pytest.raises(EngineError) as stale:
        place.install(PlanId=plan.plan_id)
    assert stale.value.code is ErrorCode.PlanStale


def test_a_plan_does_not_hold_after_the_machine_has_changed(place: Place) -> None:
    place.package("A.Tool")
    place.open()
    plan = place.ask("package/plan", Operation="Install", Id="A.Tool")
    assert isinstance(plan, Plan)
    place.install(Id="A.Tool")
    result = place.install(PlanId=plan.plan_id)
    assert result.error is not None
    assert result.error.symbol == "PlanStale"


def test_making_a_plan_changes_nothing(place: Place) -> None:
    place.package("A.Tool")
    place.open()
    place.ask("package/plan", Operation="Install", Id="A.Tool")
    assert place.installed() == {}


AGREEMENT = "Agreements:\n- AgreementLabel: Licence\n  Agreement: Be kind\n  AgreementUrl: https://example.org/licence"


def test_a_package_with_an_agreement_waits_for_consent(place: Place) -> None:
    place.package("A.Tool", root=AGREEMENT)
    place.open()
    refused = place.install(Id="A.Tool")
    assert refused.status == "PackageAgreementsNotAccepted"
    assert refused.error_code == "0x8A150041"
    assert refused.error is not None
    assert "Be kind" in refused.error.message
    assert refused.error.remedy_id == "PackageAgreementsNotAccepted"
    assert place.installed() == {}
    assert place.install(Id="A.Tool", AcceptPackageAgreements=True).status == "Ok"


def test_a_manifest_on_the_disk_is_installed_without_a_source(place: Place) -> None:
    path = place.package("A.Tool")
    (place.source / "files").rename(place.source / "moved")
    (place.source / "moved").rename(place.source / "files")
    assert place.install(Manifest=path).status == "Ok"
    assert list(place.installed().values()) == ["1.0"]


def test_a_manifest_that_is_not_there_is_one_clear_error(place: Place) -> None:
    with pytest.raises(NotFound, match=r"nowhere\.yaml") as missing:
        place.install(Manifest=str(place.source / "nowhere.yaml"))
    assert missing.value.code is ErrorCode.ManifestFailed


def test_the_settings_portable_root_is_used(place: Place) -> None:
    place.package("A.Tool")
    place.open()
    settings = place.host.state_folder() / "settings.json"
    settings.write_text('{"installBehavior": {"portablePackageUserRoot": "C:\\\\Portables"}}')
    place.install(Id="A.Tool")
    place.ask("package/get")
    assert place.call.rows[0].install_location.startswith("C:\\Portables\\")  # type: ignore[attr-defined]


NEEDS_LOCATION = "  InstallLocationRequired: true"


def test_an_installer_that_must_be_told_where_to_go_is_refused_without(place: Place) -> None:
    place.package("A.Tool", installer=NEEDS_LOCATION)
    place.open()
    with pytest.raises(BadRequest) as refused:
        place.install(Id="A.Tool")
    assert refused.value.code is ErrorCode.InstallLocationRequired
    assert place.install(Id="A.Tool", Location=r"C:\Told").status == "Ok"
    place.package("A.Tool", "2.0", installer=NEEDS_LOCATION)
    place.open()
    assert place.update(Id="A.Tool")[0].status == "Ok"


def test_an_installer_that_must_be_told_where_to_go_goes_below_the_settings_root(place: Place) -> None:
    place.package("A.Tool", installer=NEEDS_LOCATION)
    place.open()
    settings = place.host.state_folder() / "settings.json"
    settings.write_text('{"installBehavior": {"defaultInstallRoot": "C:\\\\Programs"}}')
    place.install(Id="A.Tool")
    place.ask("package/get")
    assert place.call.rows[0].install_location == r"C:\Programs\A.Tool"  # type: ignore[attr-defined]


def test_of_two_engines_that_install_the_same_the_second_finds_it_installed(place: Place) -> None:
    place.package("A.Tool")
    place.open()
    calls = [Listener(emits=True), Listener(emits=True)]
    engines = [place.engine, Engine(SandboxHost(place.host.root))]
    with ThreadPoolExecutor() as pool:
        with place.host.change_lock(10, lambda: True):
            ends = [
                pool.submit(invoke, engine, "package/install", InstallParameters(id="A.Tool"), call)
                for engine, call in zip(engines, calls, strict=True)
            ]
            wait_until(lambda: all(call.messages for call in calls) or any(end.done() for end in ends))
        for end in ends:
            end.result(timeout=30)
    results = [row for call in calls for row in call.rows if isinstance(row, InstallResult)]
    assert sorted((one.status, one.changed, one.reason) for one in results) == [
        ("Ok", False, "AlreadyInstalled"),
        ("Ok", True, ""),
    ]


def wait_until(happened: Callable[[], bool]) -> None:
    end = time.monotonic() + 20
    while not happened():
        assert time.monotonic() < end
        time.sleep(0.01)


def test_what_is_unknown_in_a_manifest_is_told_to_who_wants_to_know(place: Place) -> None:
    place.package("A.Tool", installer="  Frobnicate: 'yes'")
    place.open()
    place.install(Id="A.Tool")
    assert [level for level, text, _ in place.call.messages if "Frobnicate" in text] == ["Verbose"]


def test_a_newer_version_with_a_broken_manifest_is_passed_over_and_told(place: Place) -> None:
    place.package("A.Tool", "1.0")
    broken = place.package("A.Tool", "2.0")
    place.open()
    with open(broken, "a") as manifest:
        manifest.write("PackageVersion: twice\n")
    assert place.install(Id="A.Tool").version == "1.0"
    assert any("PackageVersion" in text for text in place.call.warnings())


def test_a_wanted_version_with_a_broken_manifest_is_an_error(place: Place) -> None:
    broken = place.package("A.Tool", "2.0")
    place.open()
    with open(broken, "a") as manifest:
        manifest.write("PackageVersion: twice\n")
    result = place.install(Id="A.Tool", Version="2.0")
    assert (result.status, result.changed) == ("ManifestError", False)
    assert result.error is not None
    assert "PackageVersion" in result.error.message


@pytest.mark.parametrize("operation", ["Install", "Update"])
def test_what_was_found_and_does_not_fit_is_a_result_and_a_plan_with_the_reason(place: Place, operation: str) -> None:
    place.package("A.Tool", "1.0")
    place.open()
    if operation == "Update":
        place.install(Id="A.Tool")
        place.package("A.Tool", "2.0")
        place.open()
    plan = place.ask("package/plan", Operation=operation, Id="A.Tool", Architecture="x86")
    assert isinstance(plan, Plan)
    assert (plan.action, plan.reason, plan.error and plan.error.symbol) == (
        "None",
        "NoApplicableInstallers",
        "NoApplicableInstaller",
    )
    result = place.install(PlanId=plan.plan_id) if operation == "Install" else place.update(PlanId=plan.plan_id)[0]
    assert (result.status, result.id, result.changed) == ("NoApplicableInstallers", "A.Tool", False)
    assert result.error is not None
    assert "must be x86" in result.error.message


def test_the_plan_of_a_package_with_an_agreement_tells_of_it_and_runs_with_consent(place: Place) -> None:
    place.package("A.Tool", root=AGREEMENT)
    place.open()
    plan = place.ask("package/plan", Operation="Install", Id="A.Tool")
    assert isinstance(plan, Plan)
    assert plan.action == "Install"
    assert plan.error is not None
    assert plan.error.symbol == "PackageAgreementsNotAccepted"
    assert place.install(PlanId=plan.plan_id, AcceptPackageAgreements=True).status == "Ok"


@pytest.mark.parametrize("store", ["tracking.db", "journal.db"])
def test_a_damaged_store_is_told_and_the_machine_is_listed_all_the_same(place: Place, store: str) -> None:
    place.package("A.Tool")
    place.open()
    place.install(Id="A.Tool")
    (place.host.state_folder() / store).write_bytes(b"no database at all, but long enough to look like one" * 40)
    assert place.installed() == {"A.Tool": "1.0"}
    assert any(store in text for text in place.call.warnings())


def test_a_damaged_journal_stops_a_change_where_one_was_interrupted(place: Place) -> None:
    place.package("A.Tool")
    place.open()
    left = Path(place.host.files.local(place.host.staging_folder())) / "Operations" / "1"
    left.mkdir(parents=True)
    (place.host.state_folder() / "journal.db").write_bytes(b"no database at all, but long enough" * 40)
    result = place.install(Id="A.Tool")
    assert result.error is not None
    assert "journal.db" in result.error.message
    assert result.error.remedy
    assert place.installed() == {}


ZIP = """\
  NestedInstallerType: portable
  NestedInstallerFiles:
  - RelativeFilePath: one.exe
{more}"""


@pytest.mark.parametrize(("programs", "works"), [(1, True), (2, False)])
def test_the_program_of_an_archive_can_be_renamed_if_it_is_the_only_one(
    place: Place, programs: int, works: bool
) -> None:
    more = "  - RelativeFilePath: two.exe\n" if programs == 2 else ""
    place.archive("A.Tools", ["one.exe", "two.exe"], ZIP.format(more=more))
    place.open()
    if works:
        place.install(Id="A.Tools", Rename="uno")
        links = place.host.files.list(PureWindowsPath(r"C:\Users\user\AppData\Local\Microsoft\WinGet\Links"))
        assert [one.path.name for one in links] == ["uno.exe"]
    else:
        with pytest.raises(BadRequest, match="uno"):
            place.install(Id="A.Tools", Rename="uno")
        assert place.installed() == {}


def test_a_damaged_tracking_store_stops_no_change(place: Place) -> None:
    place.package("A.Tool")
    place.open()
    place.install(Id="A.Tool")
    tracking = place.host.state_folder() / "tracking.db"
    tracking.write_bytes(b"no database at all, but long enough to look like one" * 40)
    assert place.uninstall(Id="A.Tool")[0].status == "Ok"
    assert place.install(Id="A.Tool").status == "Ok"
    assert place.installed() == {"A.Tool": "1.0"}
    assert place.call.warnings() == []
    assert tracking.with_suffix(".db.damaged").exists()


@pytest.mark.parametrize("error", [OSError(24, "Too many open files"), MemoryError()])
def test_a_shortage_in_the_middle_of_an_install_is_its_error_and_the_machine_is_as_before(
    place: Place, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    place.package("A.Tool")
    place.open()

    def short(*args: object) -> None:
        raise error

    with monkeypatch.context() as short_of:
        short_of.setattr(change, "private_copy", short)
        result = place.install(Id="A.Tool")
    assert result.error is not None
    assert result.error.symbol == ("OutOfMemory" if isinstance(error, MemoryError) else "TooManyOpenFiles")
    assert result.error.remedy
    assert place.installed() == {}
    assert place.install(Id="A.Tool").status == "Ok"


def test_a_broken_record_stops_no_change_and_is_named(place: Place) -> None:
    place.package("A.Tool")
    place.open()
    place.install(Id="A.Tool")
    tracking = place.host.state_folder() / "tracking.db"
    with closing(sqlite3.connect(tracking)) as connection, connection:
        connection.execute("UPDATE installation SET wishes = '{', installed = 'x'")
    place.package("A.Tool", "2.0")
    place.open()
    assert place.update(Id="A.Tool")[0].status == "Ok"
    assert any("'A.Tool'" in text and "tracking.db" in text for text in place.call.warnings())
    with closing(sqlite3.connect(tracking)) as connection, connection:
        connection.execute("UPDATE installation SET version = x'00'")
    assert place.uninstall(Id="A.Tool")[0].status == "Ok"
    assert place.installed() == {}


def test_what_another_engine_installs_while_the_plan_is_made_is_not_installed_over(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    place.package("A.Tool")
    place.open()
    place.install(Id="A.Tool")
    entries = InventoryCache.entries
    stale = [()]
    monkeypatch.setattr(InventoryCache, "entries", lambda self, host: stale.pop() if stale else entries(self, host))
    result = place.install(Id="A.Tool")
    assert stale == []
    assert (result.status, result.changed, result.reason) == ("Ok", False, "AlreadyInstalled")


@pytest.mark.parametrize("url", ["http://[::1", "http://[/tool.exe", "http://a]b/"])
def test_an_installer_url_that_is_no_address_is_an_error_of_the_download(place: Place, url: str) -> None:
    place.shelf.write("A.Odd/1.0/A.Odd.yaml", singleton("A.Odd", kind="portable", url=f"'{url}'"))
    place.open()
    result = place.install(Id="A.Odd")
    assert result.error is not None
    assert result.error.symbol == "DownloadFailed"
    assert url in result.error.message
