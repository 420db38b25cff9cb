"""The methods msix/…: what they emit, refuse, report and keep, whatever the system of packages is."""

from __future__ import annotations

from pathlib import Path

import pytest

from kit.fake_packages import ACTIVITY, ME, OTHER, FakePackages, answer, package
from kit.place import Place
from wingetpy.commands.msix_change import MsixDeployParameters
from wingetpy.errors import BadRequest, ErrorCode, HostError, NotFound, OperationError
from wingetpy.hosts.packages import (
    AddPackageOptions,
    DeploymentAnswer,
    PackageVolume,
    RemovePackageOptions,
    Status,
)
from wingetpy.hosts.sandbox import SandboxFacts

FAMILY = "Test.Red_8wekyb3d8bbwe"
RED = "Test.Red_1.2.3.4_x64__8wekyb3d8bbwe"
REDDER = "Test.Red_2.4.6.8_x64__8wekyb3d8bbwe"
GREEN = "Test.Green_1.0.0.0_neutral__8wekyb3d8bbwe"
URI = "file:///C:/Packages/Red.msix"
SET = {
    "Id": "colours",
    "PackageSetItems": [
        {"Id": "red", "PackageFamilyName": FAMILY, "MinVersion": "1.2.3.4", "PackageUri": URI},
        {"Id": "green", "PackageFamilyName": "Test.Green_8wekyb3d8bbwe", "PackageUri": "https://contoso.com/g.msix"},
    ],
}


@pytest.fixture
def packages() -> FakePackages:
    return FakePackages()


@pytest.fixture
def place(tmp_path: Path, packages: FakePackages) -> Place:
    place = Place(tmp_path, SandboxFacts(elevated=True))
    place.host.packages = packages  # type: ignore[assignment]
    return place


def history(place: Place) -> list[tuple[str, str, str, str, str, bool]]:
    place.ask("history/get")
    return [
        (one.operation, one.id, one.from_version, one.to_version, one.result, one.changed) for one in place.call.rows
    ]


class TestGet:
    def test_the_user_s_packages_by_name(self, place: Place, packages: FakePackages) -> None:
        packages.there = [package(RED, display_name="Red"), package(GREEN), package(REDDER, users=(OTHER,))]
        packages.provisioned = [package(GREEN)]
        packages.pending = [(RED, None)]
        place.ask("msix/get")
        green, red = place.call.rows
        assert (green.full_name, green.provisioned, green.registration_pending) == (GREEN, True, False)
        assert (red.name, red.display_name, red.version, red.architecture) == ("Test.Red", "Red", "1.2.3.4", "x64")
        assert (red.kind, red.status, red.registered_for) == ("Main", "Ok", (ME,))
        assert red.registration_pending

    @pytest.mark.parametrize("name", ["test.red", "Test.R*", FAMILY, RED, "*_1.2.3.4_*"])
    def test_a_pattern_means_its_name_its_family_or_its_full_name(
        self, place: Place, packages: FakePackages, name: str
    ) -> None:
        packages.there = [package(RED), package(GREEN)]
        place.ask("msix/get", Name=name)
        assert [one.full_name for one in place.call.rows] == [RED]

    def test_who_is_not_told_what_new_users_get_has_his_packages_listed(
        self, place: Place, packages: FakePackages
    ) -> None:
        """Windows tells administrators only, an older one nobody; asked for itself, it is an error."""
        packages.there = [package(RED)]
        for code in (ErrorCode.CommandRequiresAdmin, ErrorCode.HostCannot):
            packages.raises["find_provisioned"] = HostError("Windows was asked and refused.", code=code)
            packages.raises["registration_pending"] = HostError("There is no such function.", code=ErrorCode.HostCannot)
            place.ask("msix/get")
            assert [(one.full_name, one.provisioned, one.registration_pending) for one in place.call.rows] == [
                (RED, False, False)
            ]
            place.ask("msix/test", Target=RED)
            assert place.call.rows[-1].is_ready
            with pytest.raises(HostError) as refused:
                place.ask("msix/get", Provisioned=True)
            assert refused.value.code is code

    def test_of_all_users_with_what_is_only_staged(self, place: Place, packages: FakePackages) -> None:
        packages.there = [package(RED, users=()), package(GREEN, users=(OTHER,))]
        place.ask("msix/get")
        assert place.call.rows == []
        place.ask("msix/get", AllUsers=True)
        assert [(one.full_name, one.is_staged_only) for one in place.call.rows] == [(GREEN, False), (RED, True)]

    def test_only_what_every_new_user_gets(self, place: Place, packages: FakePackages) -> None:
        packages.there, packages.provisioned = [package(RED), package(GREEN)], [package(GREEN)]
        place.ask("msix/get", Provisioned=True)
        assert [one.full_name for one in place.call.rows] == [GREEN]

    def test_the_status_is_in_words(self, place: Place, packages: FakePackages) -> None:
        packages.there = [package(RED, status=Status.modified | Status.dependency_issue)]
        place.ask("msix/get")
        assert place.call.rows[0].status == "Modified, DependencyIssue"


class TestTest:
    @pytest.mark.parametrize(
        ("there", "reason"),
        [
            ([], "NotInstalled"),
            ([package(REDDER, users=())], "NotRegistered"),
            ([package(RED)], "OlderVersion"),
            ([package("Test.Red_2.4.6.8_x86__8wekyb3d8bbwe")], "OtherArchitecture"),
            ([package(REDDER, status=Status.tampered)], "Tampered"),
            ([package(REDDER)], "Ready"),
        ],
    )
    def test_it_says_why(self, place: Place, packages: FakePackages, there: list, reason: str) -> None:
        packages.there = there
        answered = place.ask("msix/test", Target=REDDER)
        [row] = place.call.rows
        assert (row.reason, row.is_ready, answered.is_ready) == (reason, reason == "Ready", reason == "Ready")

    def test_a_set_has_a_row_an_item(self, place: Place, packages: FakePackages) -> None:
        packages.there = [package(RED), package(REDDER, users=())]
        answered = place.ask("msix/test", PackageSet=SET)
        rows = [(one.set_id, one.item, one.is_ready, one.version, one.newer_available) for one in place.call.rows]
        assert rows == [("colours", "red", True, "1.2.3.4", True), ("colours", "green", False, "", False)]
        assert place.call.rows[1].uri == "https://contoso.com/g.msix"
        assert not answered.is_ready

    @pytest.mark.parametrize("given", [{}, {"Target": RED, "PackageSet": SET}])
    def test_one_of_both_is_needed(self, place: Place, given: dict) -> None:
        with pytest.raises(BadRequest) as refused:
            place.ask("msix/test", **given)
        assert refused.value.code is ErrorCode.InvalidParameter


class TestChange:
    def test_an_addition_is_reported_and_kept_in_the_history(self, place: Place, packages: FakePackages) -> None:
        packages.answers["add"] = [
            DeploymentAnswer(
                activity_id=ACTIVITY, is_registered=True, fetched_bytes=10, total_bytes=100, saved_bytes=90
            )
        ]
        packages.there = [package(RED)]
        packages.effects["add"] = lambda: setattr(packages, "there", [package(REDDER)])
        totals = place.ask("msix/add", Target=URI, Options={"AllowUnsigned": True})
        [row] = place.call.rows
        assert (totals.count, totals.failed) == (1, 0)
        assert (row.operation, row.target, row.status, row.changed) == ("Add", URI, "CompletedSuccess", True)
        assert (row.added, row.removed, row.is_registered) == ((REDDER,), (RED,), True)
        assert (row.fetched_bytes, row.total_bytes, row.saved_bytes) == (10, 100, 90)
        assert packages.calls == [("add", URI, AddPackageOptions(allow_unsigned=True))]
        assert history(place) == [("Add", FAMILY, "1.2.3.4", "2.4.6.8", "Succeeded", True)]

    def test_a_failure_is_a_result_with_both_codes_and_its_error(self, place: Place, packages: FakePackages) -> None:
        packages.answers["add"] = [answer(ErrorCode.InstallOpenPackageFailed, ErrorCode.TrustNoSignature)]
        totals = place.ask("msix/add", Target=URI)
        [row] = place.call.rows
        assert (totals.count, totals.failed) == (1, 1)
        assert (row.status, row.changed) == ("CompletedFailure", False)
        assert (row.error_code, row.extended_error_code) == ("0x80073CF0", "0x800B0100")
        assert (row.error.symbol, row.error.category, row.error.target) == (
            "InstallOpenPackageFailed",
            "OpenError",
            URI,
        )
        assert "not signed" in row.error.message
        assert ACTIVITY in row.error.message
        assert row.error.remedy_id == "AllowUnsigned"
        assert history(place) == [("Add", URI, "", "", "Failed", False)]

    def test_a_failure_says_what_to_do_about_its_nearer_reason(self, place: Place, packages: FakePackages) -> None:
        packages.answers["add"] = [answer(ErrorCode.InstallOpenPackageFailed, ErrorCode.CertUntrustedRoot)]
        place.ask("msix/add", Target=URI)
        assert "Trusted People" in place.call.rows[0].error.remedy

    def test_what_is_not_there_is_named_also_in_a_set_and_no_activity_is_made_up(self, place: Place) -> None:
        place.ask("msix/repair", PackageSet=SET)
        [row] = place.call.rows
        assert FAMILY in row.error.message
        assert "List the packages" in row.error.remedy
        assert "00000000" not in row.error.remedy + row.error.message

    def test_a_code_that_is_not_known_is_shown(self, place: Place, packages: FakePackages) -> None:
        packages.answers["add"] = [DeploymentAnswer(error=0x8123_4567, error_text="It did not work.")]
        place.ask("msix/add", Target=URI)
        [row] = place.call.rows
        assert row.error_code == "0x81234567"
        assert "0x81234567" in row.error.message

    @pytest.mark.parametrize(
        ("method", "params", "primitive", "target"),
        [
            ("msix/remove", {"Target": RED}, "remove", RED),
            ("msix/repair", {"Target": RED}, "repair", RED),
            ("msix/reset", {"Target": FAMILY}, "reset", RED),
            ("msix/deploy", {"Operation": "Stage", "Target": URI}, "stage", URI),
            ("msix/deploy", {"Operation": "Register", "Target": FAMILY}, "register_by_family_name", FAMILY),
            ("msix/deploy", {"Operation": "Provision", "Target": FAMILY}, "provision", FAMILY),
            ("msix/deploy", {"Operation": "Deprovision", "Target": FAMILY}, "deprovision", FAMILY),
            (
                "msix/deploy",
                {"Operation": "EnsureIsReady", "PackageSet": {**SET, "PackageSetItems": SET["PackageSetItems"][1:]}},
                "add",
                "https://contoso.com/g.msix",
            ),
        ],
    )
    def test_each_verb_reaches_its_primitive(
        self, place: Place, packages: FakePackages, method: str, params: dict, primitive: str, target: str
    ) -> None:
        packages.there = [package(RED)]
        packages.effects["add"] = lambda: packages.there.append(package(GREEN))
        place.ask(method, **params)
        assert [call[:2] for call in packages.calls] == [(primitive, target)]
        assert place.call.rows[0].status == "CompletedSuccess"

    def test_paths_are_taken_where_options_and_sets_have_uris(self, place: Place, packages: FakePackages) -> None:
        options = {
            "DependencyPackageUris": [r"C:\a.msix", "https://contoso.com/b.msix"],
            "ExpectedDigests": {r"C:\a.msix": "x"},
        }
        item = {"PackageFamilyName": FAMILY, "PackageUri": r"C:\Packages\Red.msix"}
        place.ask("msix/add", PackageSet={"Id": "one", "PackageSetItems": [item]}, Options=options)
        [(_, target, given)] = packages.calls
        assert target == URI
        assert given.dependency_package_uris == ("file:///C:/a.msix", "https://contoso.com/b.msix")
        assert given.expected_digests == {"file:///C:/a.msix": "x"}

    def test_whom_windows_does_not_tell_what_new_users_get_changes_his_own(
        self, place: Place, packages: FakePackages
    ) -> None:
        packages.raises["find_provisioned"] = HostError("No.", code=ErrorCode.CommandRequiresAdmin)
        packages.there = [package(RED)]
        for method, target in (("msix/add", URI), ("msix/repair", RED), ("msix/remove", RED)):
            place.ask(method, Target=target)
            assert place.call.rows[-1].status == "CompletedSuccess"
        assert [one[0] for one in packages.calls] == ["add", "repair", "remove"]

    def test_the_options_of_a_removal_are_passed_on(self, place: Place, packages: FakePackages) -> None:
        place.ask("msix/remove", Target=RED, Options={"OkIfNotFound": True, "RemoveForAllUsers": True})
        assert packages.calls[0][2] == RemovePackageOptions(ok_if_not_found=True, remove_for_all_users=True)

    def test_what_a_verb_does_not_take_is_refused_before_anything_is_done(
        self, place: Place, packages: FakePackages
    ) -> None:
        for method, params in (("msix/add", {"Target": FAMILY}), ("msix/remove", {"Target": URI}), ("msix/add", {})):
            with pytest.raises(BadRequest) as refused:
                place.ask(method, **params)
            assert refused.value.code is ErrorCode.InvalidParameter
        assert packages.calls == []
        assert history(place) == []

    def test_options_of_another_verb_are_refused(self, place: Place, packages: FakePackages) -> None:
        with pytest.raises(BadRequest, match="RegisterOptions has no effect on Stage"):
            place.ask("msix/deploy", Operation="Stage", Target=URI, RegisterOptions={"DeveloperMode": True})
        assert packages.calls == []

    def test_a_machine_without_deployment_says_so(self, place: Place, packages: FakePackages) -> None:
        packages.refused = HostError("it has no deployment", code=ErrorCode.HostCannot)
        with pytest.raises(HostError, match="no deployment"):
            place.ask("msix/add", Target=URI)
        assert packages.calls == []

    def test_progress_names_the_stage_with_its_bytes(self, place: Place, packages: FakePackages) -> None:
        place.ask("msix/add", Target=URI)
        stages = [(one.activity, one.status, one.percent_complete) for one in place.call.reports]
        assert stages[0] == (f"Add {URI}", "Queued", 0)
        assert (f"Staging {URI}", "Add", 50) in stages
        assert stages[-1][2] == 100

    def test_an_operation_on_packages_is_not_taken_back(self, place: Place, packages: FakePackages) -> None:
        packages.effects["add"] = lambda: packages.there.append(package(RED))
        place.ask("msix/add", Target=URI)
        with pytest.raises(OperationError, match="packages are deployed") as refused:
            place.ask("history/plan", Number=1)
        assert refused.value.code is ErrorCode.NothingToUndo


class TestPlan:
    def test_a_removal_names_each_package(self, place: Place, packages: FakePackages) -> None:
        packages.there = [package(RED), package(GREEN)]
        place.ask("msix/plan", Operation="Remove", Target=FAMILY)
        assert [(one.action, one.full_name, one.from_version) for one in place.call.rows] == [
            ("Remove", RED, "1.2.3.4")
        ]
        assert packages.calls == []

    @pytest.mark.parametrize(
        ("operation", "reason"),
        [
            ("Remove", "NotFound"),
            ("Repair", "NotFound"),
            ("Register", "NotFound"),
            ("Deprovision", "NotProvisioned"),
        ],
    )
    def test_what_would_do_nothing_says_why(self, place: Place, operation: str, reason: str) -> None:
        place.ask("msix/plan", Operation=operation, Target=FAMILY)
        assert [(one.action, one.reason) for one in place.call.rows] == [("None", reason)]

    def test_a_registration_shows_the_version_that_it_replaces(self, place: Place, packages: FakePackages) -> None:
        packages.there = [package(RED), package(REDDER, users=())]
        place.ask("msix/plan", Operation="Register", Target=FAMILY)
        [row] = place.call.rows
        assert (row.action, row.from_version, row.to_version, row.full_name) == ("Update", "1.2.3.4", "2.4.6.8", REDDER)

    def test_a_package_that_cannot_be_read_shows_its_error(self, place: Place) -> None:
        totals = place.ask("msix/plan", Operation="Add", Target=URI)
        [row] = place.call.rows
        assert row.error.code in ("0x80070002", "0x80070003")
        assert totals.failed == 1

    def test_an_item_that_is_ready_needs_nothing(self, place: Place, packages: FakePackages) -> None:
        packages.there = [package(RED), package(GREEN)]
        place.ask("msix/plan", Operation="EnsureIsReady", PackageSet=SET)
        assert [(one.item, one.action, one.reason) for one in place.call.rows] == [
            ("red", "None", "Ready"),
            ("green", "None", "Ready"),
        ]


class TestVolumes:
    SYSTEM = PackageVolume(
        name="{1}", mount_point="C:\\", package_store_path=r"C:\Program Files\WindowsApps", is_system_volume=True
    )
    DATA = PackageVolume(name="{2}", mount_point="D:\\", package_store_path=r"D:\WindowsApps")

    @pytest.fixture(autouse=True)
    def volumes(self, packages: FakePackages) -> None:
        packages.known_volumes = [self.SYSTEM, self.DATA]
        packages.broken_volumes = {"{2}"}

    def test_they_are_listed_unchecked(self, place: Place) -> None:
        place.ask("msix/volumeGet")
        assert [(one.name, one.is_ok) for one in place.call.rows] == [("{1}", None), ("{2}", None)]
        place.ask("msix/volumeGet", Path=r"d:\x")
        assert [one.name for one in place.call.rows] == ["{2}"]

    def test_a_broken_one_is_found_and_repaired(self, place: Place, packages: FakePackages) -> None:
        assert not place.ask("msix/volumeTest").is_ok
        assert [one.is_ok for one in place.call.rows] == [True, False]
        assert place.ask("msix/volumeRepair", Name="{2}").is_ok
        assert packages.broken_volumes == set()
        assert place.ask("msix/volumeTest").is_ok

    def test_an_unknown_one_is_not_found(self, place: Place) -> None:
        with pytest.raises(NotFound) as refused:
            place.ask("msix/volumeTest", Name="{3}")
        assert refused.value.code is ErrorCode.NotFound


def test_the_parameters_have_the_seed_s_names() -> None:
    assert "RegisterOptions" in MsixDeployParameters.__struct_encode_fields__


def test_no_row_and_no_entry_of_the_history_has_the_secret_of_an_address(place: Place, packages: FakePackages) -> None:
    address = "https://contoso.com/red.msix?sig=0123456789abcdef"
    packages.answers = {"add": [answer(ErrorCode.InstallNetworkFailure)]}
    place.ask("msix/add", Target=address)
    rows = list(place.call.rows)
    item = {"PackageFamilyName": FAMILY, "PackageUri": address}
    place.ask("msix/test", PackageSet={"Id": "x", "PackageSetItems": [item]})
    rows += place.call.rows
    place.ask("history/get")
    rows += place.call.rows
    assert len(rows) >= 2
    assert "0123456789abcdef" not in repr(rows)
    assert "sig=***" in repr(rows)
