"""The verbs of PackageDeploymentManager on a backend that plays what a system answers."""

from __future__ import annotations

import pytest

from kit.calls import Listener
from kit.fake_packages import ACTIVITY, OTHER, FakePackages, answer, as_host, package
from wingetpy.deployment.manager import PackageDeploymentManager
from wingetpy.deployment.package_set import PackageSet, PackageSetItem
from wingetpy.deployment.results import (
    PackageDeploymentProgress,
    PackageDeploymentProgressStatus,
    PackageDeploymentStatus,
    PackageReadyOrNewerAvailableStatus,
)
from wingetpy.errors import BadRequest, ErrorCode, HostError, MsixError
from wingetpy.hosts.facts import MachineFacts
from wingetpy.hosts.packages import (
    AddPackageOptions,
    DeploymentAnswer,
    EnsurePackageIsReadyOptions,
    Feature,
    MsixPackage,
    ProvisionPackageOptions,
    RemovePackageOptions,
    StagePackageOptions,
    Status,
)
from wingetpy.hosts.packages.deploying import NO_ACTIVITY

FAMILY = "Test.Red_8wekyb3d8bbwe"
GREEN = "Test.Green_8wekyb3d8bbwe"
RED = "Test.Red_1.2.3.4_x64__8wekyb3d8bbwe"
REDDER = "Test.Red_2.4.6.8_x64__8wekyb3d8bbwe"
RED_ARM = "Test.Red_1.2.3.4_arm64__8wekyb3d8bbwe"
GREEN_1 = "Test.Green_1.0.0.0_neutral__8wekyb3d8bbwe"
URI = "file:///C:/Packages/Red.msix"
GREEN_URI = "https://contoso.com/Green.msix"
PRODUCT = "ms-uup:///Product/contoso.red"
SUCCESS, FAILURE = PackageDeploymentStatus.CompletedSuccess, PackageDeploymentStatus.CompletedFailure


def manager_of(packages: FakePackages, facts: MachineFacts | None = None) -> PackageDeploymentManager:
    return PackageDeploymentManager.get_default(as_host(packages, facts), Listener())


def red_and_green(uri: str | None = URI, green: str | None = GREEN_URI) -> PackageSet:
    return PackageSet(
        id="colours",
        package_set_items=(
            PackageSetItem(id="red", package_family_name=FAMILY, min_version="1.2.3.4", package_uri=uri),
            PackageSetItem(id="green", package_family_name=GREEN, package_uri=green),
        ),
    )


class TestIsReady:
    def test_a_registered_package_of_at_least_its_version_is_ready(self) -> None:
        assert manager_of(FakePackages([package(RED)])).is_package_ready(RED)
        assert manager_of(FakePackages([package(REDDER)])).is_package_ready(RED)

    @pytest.mark.parametrize(
        "there",
        [
            [],
            [package(RED)],
            [package(REDDER, users=())],
            [package(REDDER, users=(OTHER,))],
            [package(REDDER, status=Status.modified)],
            [package("Test.Red_2.4.6.8_x86__8wekyb3d8bbwe")],
        ],
        ids=["none", "older", "staged only", "another user's", "modified", "another architecture"],
    )
    def test_it_is_not_ready_otherwise(self, there: list) -> None:
        assert not manager_of(FakePackages(there)).is_package_ready(REDDER)

    def test_a_family_is_ready_by_any_package_that_the_machine_runs(self) -> None:
        assert manager_of(FakePackages([package(RED)])).is_package_ready(FAMILY)
        assert not manager_of(FakePackages([package(RED_ARM)])).is_package_ready(FAMILY)

    def test_a_product_is_ready_when_all_its_packages_are(self) -> None:
        packages = FakePackages([package(RED)], product_names={"contoso.red": [RED, GREEN_1]})
        assert not manager_of(packages).is_package_by_uri_ready(PRODUCT)
        packages.there.append(package(GREEN_1))
        assert manager_of(packages).is_package_by_uri_ready(PRODUCT)
        assert not manager_of(FakePackages([package(RED)])).is_package_ready(PRODUCT)

    def test_a_set_is_ready_when_all_its_items_are(self) -> None:
        packages = FakePackages([package(RED)])
        assert not manager_of(packages).is_package_set_ready(red_and_green())
        packages.there.append(package(GREEN_1))
        assert manager_of(packages).is_package_set_ready(red_and_green())

    def test_the_filter_of_an_item_says_which_architecture_counts(self) -> None:
        arm = PackageSet(
            id="arm",
            package_set_items=(PackageSetItem(package_family_name=FAMILY, processor_architecture_filter=16),),
        )
        assert manager_of(FakePackages([package(RED_ARM)])).is_package_set_ready(arm)
        assert not manager_of(FakePackages([package(RED)])).is_package_set_ready(arm)

    def test_a_newer_version_that_waits_is_seen(self) -> None:
        manager = manager_of(FakePackages([package(RED), package(REDDER, users=())]))
        newer, ready, not_ready = (
            PackageReadyOrNewerAvailableStatus.NewerAvailable,
            PackageReadyOrNewerAvailableStatus.Ready,
            PackageReadyOrNewerAvailableStatus.NotReady,
        )
        assert manager.is_package_ready_or_newer_available(RED) is newer
        assert manager.is_package_ready_or_newer_available(REDDER) is not_ready
        assert manager.is_package_ready_or_newer_available(GREEN_1) is not_ready
        assert manager_of(FakePackages([package(RED)])).is_package_ready_or_newer_available(RED) is ready


class TestAddAndStage:
    @pytest.mark.parametrize("target", [URI, r"C:\Packages\Red.msix", GREEN_URI, PRODUCT])
    def test_what_a_path_or_uri_names_is_added_with_the_options(self, target: str) -> None:
        packages, options = FakePackages(), AddPackageOptions(allow_unsigned=True)
        result = manager_of(packages).add_package(target, options)
        assert (result.status, result.error, result.activity_id) == (SUCCESS, 0, ACTIVITY)
        assert result.is_registered
        assert packages.calls == [("add", URI if target.startswith("C:") else target, options)]

    def test_stage_hands_its_options_on(self) -> None:
        packages, options = FakePackages(), StagePackageOptions(target_volume="D")
        assert manager_of(packages).stage_package_by_uri(URI, options).succeeded
        assert packages.calls == [("stage", URI, options)]

    @pytest.mark.parametrize("verb", ["add", "stage"])
    def test_a_newer_version_that_is_there_is_a_success(self, verb: str) -> None:
        packages = FakePackages(answers={verb: [answer(ErrorCode.InstallPackageDowngrade)]})
        result = getattr(manager_of(packages), f"{verb}_package")(URI)
        assert (result.status, result.error, result.error_text) == (SUCCESS, 0, "")

    def test_a_failure_has_both_codes_the_text_and_the_activity(self) -> None:
        failed = answer(ErrorCode.InstallOpenPackageFailed, ErrorCode.PathNotFound)
        result = manager_of(FakePackages(answers={"add": [failed]})).add_package(URI)
        assert result.status is FAILURE
        assert (result.error, result.extended_error) == (0x80073CF0, 0x80070003)
        assert result.error_text == failed.error_text
        assert result.activity_id == ACTIVITY

    def test_what_a_backend_raises_is_a_failure_with_its_code(self) -> None:
        error = MsixError("the package is cut", code=ErrorCode.AppxCorruptContent)
        result = manager_of(FakePackages(raises={"add": error})).add_package(URI)
        assert (result.status, result.error, result.error_text) == (FAILURE, 0x80080206, "the package is cut")

    def test_a_machine_that_cannot_says_so_itself(self) -> None:
        error = HostError("it has none", code=ErrorCode.HostCannot)
        with pytest.raises(HostError):
            manager_of(FakePackages(raises={"add": error})).add_package(URI)

    def test_who_cancels_gets_windows_code_for_it(self) -> None:
        manager = PackageDeploymentManager.get_default(as_host(FakePackages()), Listener(cancel_at=1))
        result = manager.add_package(URI)
        assert (result.status, result.error) == (FAILURE, 0x800704C7)

    def test_options_that_the_system_does_not_have_are_refused(self) -> None:
        packages = FakePackages(features=set())
        for options in (
            AddPackageOptions(expected_digests={URI: "sha256:00"}),
            AddPackageOptions(limit_to_existing_packages=True),
        ):
            with pytest.raises(BadRequest) as refused:
                manager_of(packages).add_package(URI, options)
            assert refused.value.code is ErrorCode.NotImplemented
        with pytest.raises(BadRequest):
            manager_of(packages).provision_package(
                FAMILY, ProvisionPackageOptions(optional_package_family_names=(GREEN,))
            )
        assert packages.calls == []


class TestRegister:
    @pytest.mark.parametrize(
        ("target", "primitive", "passed"),
        [
            (FAMILY, "register_by_family_name", FAMILY),
            (RED, "register_by_full_name", RED),
            (r"C:\App\AppxManifest.xml", "register_by_uri", "file:///C:/App/AppxManifest.xml"),
            ("file:///C:/App/AppxManifest.xml", "register_by_uri", "file:///C:/App/AppxManifest.xml"),
        ],
    )
    def test_each_target_has_its_primitive(self, target: str, primitive: str, passed: str) -> None:
        packages = FakePackages()
        assert manager_of(packages).register_package(target).succeeded
        assert [call[:2] for call in packages.calls] == [(primitive, passed)]

    def test_all_packages_of_a_product_are_registered(self) -> None:
        packages = FakePackages(product_names={"contoso.red": [RED, GREEN_1]})
        assert manager_of(packages).register_package(PRODUCT).succeeded
        assert [call[1] for call in packages.calls] == [RED, GREEN_1]

    def test_an_unknown_product_is_a_failure(self) -> None:
        result = manager_of(FakePackages()).register_package_by_uri(PRODUCT)
        assert (result.status, result.error) == (FAILURE, ErrorCode.UupProductNotApplicable)

    def test_a_downgrade_is_a_success(self) -> None:
        packages = FakePackages(answers={"register_by_family_name": [answer(ErrorCode.InstallPackageDowngrade)]})
        assert manager_of(packages).register_package(FAMILY).succeeded


class TestRemove:
    def test_a_family_s_packages_are_removed_each(self) -> None:
        packages = FakePackages([package(RED), package(REDDER, users=()), package(RED_ARM, users=(OTHER,))])
        assert manager_of(packages).remove_package(FAMILY).succeeded
        assert [call[:2] for call in packages.calls] == [("remove", RED), ("remove", REDDER)]

    def test_for_all_users_what_others_have_goes_too(self) -> None:
        packages = FakePackages([package(RED_ARM, users=(OTHER,))])
        options = RemovePackageOptions(remove_for_all_users=True)
        assert manager_of(packages).remove_package_by_family_name(FAMILY, options).succeeded
        assert [call[1] for call in packages.calls] == [RED_ARM]

    @pytest.mark.parametrize(("ok", "status", "error"), [(False, FAILURE, 0x80073CF1), (True, SUCCESS, 0)])
    def test_not_found_is_what_the_options_say(self, ok: bool, status: PackageDeploymentStatus, error: int) -> None:
        options = RemovePackageOptions(ok_if_not_found=ok)
        absent = answer(ErrorCode.InstallPackageNotFound, ErrorCode.InstallPackageNotFound)
        by_family = manager_of(FakePackages()).remove_package(FAMILY, options)
        by_name = manager_of(FakePackages(answers={"remove": [absent]})).remove_package_by_full_name(RED, options)
        for result in (by_family, by_name):
            assert (result.status, result.error, result.extended_error) == (status, error, error)

    def test_a_product_s_packages_are_removed(self) -> None:
        packages = FakePackages(product_names={"contoso.red": [RED]})
        assert manager_of(packages).remove_package_by_uri(PRODUCT).succeeded
        assert packages.calls[0][:2] == ("remove", RED)


@pytest.mark.parametrize("verb", ["repair", "reset"])
class TestRepairAndReset:
    def test_a_family_s_and_a_package_s_primitive(self, verb: str) -> None:
        packages = FakePackages([package(RED)])
        manager = manager_of(packages)
        assert getattr(manager, f"{verb}_package")(FAMILY).succeeded
        assert getattr(manager, f"{verb}_package")(RED).succeeded
        assert [call[:2] for call in packages.calls] == [(verb, RED), (verb, RED)]

    @pytest.mark.parametrize("target", [FAMILY, RED])
    def test_what_the_user_does_not_have_is_not_found(self, verb: str, target: str) -> None:
        packages = FakePackages([package(RED, users=())])
        result = getattr(manager_of(packages), f"{verb}_package")(target)
        assert (result.error, result.extended_error) == (0x80073CF1, 0x80070490)
        assert result.error_text
        assert packages.calls == []

    def test_a_product_s_packages(self, verb: str) -> None:
        packages = FakePackages([package(RED)], product_names={"contoso.red": [RED]})
        assert getattr(manager_of(packages), f"{verb}_package_by_uri")(PRODUCT).succeeded
        assert not getattr(manager_of(FakePackages()), f"{verb}_package_by_uri")(PRODUCT).succeeded


class TestProvision:
    @pytest.mark.parametrize("verb", ["provision", "deprovision"])
    def test_a_family_is_passed_on(self, verb: str) -> None:
        packages = FakePackages()
        result = getattr(manager_of(packages), f"{verb}_package")(FAMILY)
        assert (result.succeeded, result.is_registered) == (True, False)
        assert packages.calls[0][:2] == (verb, FAMILY)

    @pytest.mark.parametrize("verb", ["provision", "deprovision"])
    def test_the_families_of_a_product_are_passed_on_once(self, verb: str) -> None:
        packages = FakePackages([package(RED), package(RED_ARM)], product_names={"contoso.red": [RED, RED_ARM]})
        assert getattr(manager_of(packages), f"{verb}_package_by_uri")(PRODUCT).succeeded
        assert [call[:2] for call in packages.calls] == [(verb, FAMILY)]

    def test_what_is_provisioned_is_seen_in_any_case(self) -> None:
        manager = manager_of(FakePackages(provisioned=[package(RED)]))
        assert manager.is_package_provisioned(FAMILY.upper())
        assert not manager.is_package_provisioned(GREEN)
        assert not manager.is_package_set_provisioned(red_and_green())


class TestSets:
    def test_the_items_are_added_in_order(self) -> None:
        packages = FakePackages()
        assert manager_of(packages).add_package_set(red_and_green()).succeeded
        assert [call[:2] for call in packages.calls] == [("add", URI), ("add", GREEN_URI)]

    def test_the_first_failure_ends_it_and_what_was_done_stays(self) -> None:
        packages = FakePackages(answers={"stage": [answer(ErrorCode.InstallFailed)]})
        result = manager_of(packages).stage_package_set(red_and_green())
        assert (result.status, result.error) == (FAILURE, 0x80073CF9)
        assert len(packages.calls) == 1

    def test_the_uri_of_the_set_is_that_of_items_without_one(self) -> None:
        packages = FakePackages()
        whole = PackageSet(id="one", package_uri=URI, package_set_items=(PackageSetItem(package_family_name=FAMILY),))
        assert manager_of(packages).add_package_set(whole).succeeded
        assert packages.calls[0][1] == URI

    @pytest.mark.parametrize("verb", ["remove", "repair", "reset"])
    def test_what_is_on_the_machine_is_named_by_its_family(self, verb: str) -> None:
        packages = FakePackages([package(RED), package(GREEN_1)])
        assert getattr(manager_of(packages), f"{verb}_package_set")(red_and_green()).succeeded
        assert [call[:2] for call in packages.calls] == [(verb, RED), (verb, GREEN_1)]

    @pytest.mark.parametrize("verb", ["provision", "deprovision"])
    def test_families_are_provisioned(self, verb: str) -> None:
        packages = FakePackages()
        assert getattr(manager_of(packages), f"{verb}_package_set")(red_and_green()).succeeded
        assert [call[:2] for call in packages.calls] == [(verb, FAMILY), (verb, GREEN)]

    def test_register_takes_the_uri_of_an_item_else_its_family(self) -> None:
        packages = FakePackages()
        assert manager_of(packages).register_package_set(red_and_green(green=None)).succeeded
        assert [call[:2] for call in packages.calls] == [
            ("register_by_uri", URI),
            ("register_by_family_name", GREEN),
        ]

    @pytest.mark.parametrize(
        "broken",
        [
            PackageSet(package_set_items=(PackageSetItem(package_family_name=FAMILY, package_uri=URI),)),
            PackageSet(id="empty"),
            PackageSet(id="no name", package_set_items=(PackageSetItem(package_uri=URI),)),
            PackageSet(id="bad name", package_set_items=(PackageSetItem(package_family_name="x", package_uri=URI),)),
            PackageSet(id="no uri", package_set_items=(PackageSetItem(package_family_name=FAMILY),)),
            PackageSet(
                id="version",
                package_set_items=(PackageSetItem(package_family_name=FAMILY, package_uri=URI, min_version="1.0"),),
            ),
            PackageSet(
                id="filter",
                package_set_items=(
                    PackageSetItem(package_family_name=FAMILY, package_uri=URI, processor_architecture_filter=64),
                ),
            ),
            PackageSet(
                id="name as uri", package_set_items=(PackageSetItem(package_family_name=FAMILY, package_uri=FAMILY),)
            ),
        ],
        ids=lambda one: one.id or "no id",
    )
    def test_a_set_without_what_a_verb_needs_is_an_invalid_argument(self, broken: PackageSet) -> None:
        packages = FakePackages()
        for method in ("add_package_set", "stage_package_set", "ensure_package_set_is_ready"):
            with pytest.raises(BadRequest) as refused:
                getattr(manager_of(packages), method)(broken)
            assert refused.value.code is ErrorCode.InvalidParameter
        assert packages.calls == []


class TestEnsureIsReady:
    def test_what_is_ready_needs_nothing(self) -> None:
        packages = FakePackages([package(REDDER), package(GREEN_1)])
        result = manager_of(packages).ensure_package_set_is_ready(red_and_green())
        assert (result.status, result.activity_id) == (SUCCESS, NO_ACTIVITY)
        assert packages.calls == []

    def test_what_is_missing_is_added_with_the_caller_s_options(self) -> None:
        packages = FakePackages([package(RED)])
        packages.effects["add"] = lambda: packages.there.append(package(GREEN_1))
        wanted = AddPackageOptions(force_app_shutdown=True)
        options = EnsurePackageIsReadyOptions(add_package_options=wanted)
        assert manager_of(packages).ensure_package_set_is_ready(red_and_green(), options).succeeded
        assert packages.calls == [("add", GREEN_URI, wanted)]

    def test_a_newer_version_is_registered_where_that_is_asked_for(self) -> None:
        packages = FakePackages([package(RED), package(REDDER, users=()), package(GREEN_1)])
        options = EnsurePackageIsReadyOptions(register_newer_if_available=True)
        assert manager_of(packages).ensure_package_set_is_ready(red_and_green(), options).succeeded
        assert [call[:2] for call in packages.calls] == [("register_by_family_name", FAMILY)]

    @pytest.mark.parametrize(
        ("brought", "why"),
        [
            (package(GREEN_1), "NotInstalled"),
            (package(RED.replace("1.2.3.4", "1.0.0.0")), "OlderVersion"),
            (package(RED, status=Status.tampered), "Tampered"),
        ],
        ids=["another family", "an older version", "damaged"],
    )
    def test_an_addition_that_brings_something_else_is_no_success(self, brought: MsixPackage, why: str) -> None:
        packages = FakePackages()
        packages.effects["add"] = lambda: packages.there.append(brought)
        result = manager_of(packages).ensure_package_set_is_ready(red_and_green())
        assert (result.status, result.error) == (FAILURE, 0x80073CF9)
        assert why in result.error_text
        assert URI in result.error_text

    def test_a_registration_that_waits_as_it_was_wished_is_a_success_and_says_so(self) -> None:
        waits = DeploymentAnswer(is_registered=False, activity_id=ACTIVITY)
        packages = FakePackages([package(RED)], answers={"add": [waits]})
        wished = AddPackageOptions(defer_registration_when_packages_are_in_use=True)
        options = EnsurePackageIsReadyOptions(add_package_options=wished)
        result = manager_of(packages).ensure_package_set_is_ready(red_and_green(), options)
        assert (result.status, result.is_registered) == (SUCCESS, False)

    def test_a_downgrade_is_a_failure_here(self) -> None:
        packages = FakePackages(answers={"add": [answer(ErrorCode.InstallPackageDowngrade)]})
        result = manager_of(packages).ensure_package_set_is_ready(red_and_green())
        assert (result.status, result.error) == (FAILURE, 0x80073D06)

    def test_a_product_is_added_where_it_is_not_ready(self) -> None:
        packages = FakePackages([package(RED)], product_names={"contoso.red": [RED]})
        assert manager_of(packages).ensure_package_is_ready(PRODUCT).activity_id == NO_ACTIVITY
        assert packages.calls == []
        packages.there = []
        assert manager_of(packages).ensure_package_by_uri_is_ready(PRODUCT).activity_id == ACTIVITY
        assert packages.calls[0][:2] == ("add", PRODUCT)

    def test_a_service_that_is_not_there_is_refused_with_its_reason(self) -> None:
        reason = HostError("ms-uup: is not served here", code=ErrorCode.HostCannot)
        with pytest.raises(HostError, match="not served here"):
            manager_of(FakePackages(raises={"product_packages": reason})).ensure_package_is_ready(PRODUCT)


class TestProgress:
    def _of(self, packages: FakePackages, *, several: bool) -> list[PackageDeploymentProgress]:
        heard: list[PackageDeploymentProgress] = []
        manager = manager_of(packages)
        if several:
            manager.add_package_set(red_and_green(), progress=heard.append)
        else:
            manager.add_package(URI, progress=heard.append)
        return heard

    @pytest.mark.parametrize("several", [False, True])
    def test_it_begins_queued_never_goes_back_and_ends_whole(self, several: bool) -> None:
        heard = self._of(FakePackages(steps=(0.2, 0.7, 0.4, 1.0)), several=several)
        fractions = [one.percentage for one in heard]
        assert heard[0] == PackageDeploymentProgress(status=PackageDeploymentProgressStatus.Queued, percentage=0.0)
        assert fractions == sorted(fractions)
        assert all(0.0 <= fraction <= 1.0 for fraction in fractions)
        in_between = [one.status for one in heard if 0.0 < one.percentage < 1.0]
        assert set(in_between) == {PackageDeploymentProgressStatus.InProgress}
        assert heard[-1].status is PackageDeploymentProgressStatus.CompletedSuccess
        assert heard[-1].percentage == 1.0

    def test_the_items_of_a_set_share_what_is_left_after_its_validation(self) -> None:
        fractions = [round(one.percentage, 3) for one in self._of(FakePackages(steps=(0.5,)), several=True)]
        assert fractions == [0.0, 0.01, 0.1, 0.325, 0.55, 0.55, 0.775, 1.0, 1.0]

    def test_a_failure_does_not_reach_the_end(self) -> None:
        heard = self._of(FakePackages(steps=(0.5,), answers={"add": [answer(ErrorCode.InstallFailed)]}), several=False)
        assert heard[-1].percentage == 0.5


class TestRegistrationPending:
    def test_for_the_caller_and_for_a_user(self) -> None:
        manager = manager_of(FakePackages(pending=[(RED, None), (FAMILY, OTHER)]))
        assert manager.is_package_registration_pending(RED)
        assert manager.is_package_registration_pending_for_user(OTHER, FAMILY)
        assert not manager.is_package_registration_pending(REDDER)


class TestNames:
    def test_the_seed_s_and_the_shipped_names_call_the_same(self) -> None:
        packages = FakePackages([package(RED), package(GREEN_1)])
        manager = manager_of(packages)
        assert manager.IsPackageReady(RED)
        assert manager.EnsurePackageSetIsReadyAsync(red_and_green()).succeeded
        assert manager.EnsurePackageSetReadyAsync(red_and_green()).succeeded
        assert manager.IsPackageRegistrationPendingForUser(OTHER, RED) is False
        assert manager.IsPackageDeploymentFeatureSupported(Feature.reset_package)

    def test_another_name_is_no_member(self) -> None:
        with pytest.raises(AttributeError):
            manager_of(FakePackages()).AddEverythingAsync()
