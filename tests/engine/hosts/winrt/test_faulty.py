"""WinRT that answers what it should not: nothing where an object belongs, no code of a failure, a refusal to stop."""

from __future__ import annotations

import gc
import threading
from collections.abc import Callable
from time import monotonic
from typing import Any

import pytest

from kit.winrt import QUICK, USER, Machine, StandIn, package
from wingetpy.errors import Cancelled, ErrorCode, HostError
from wingetpy.hosts.packages import AddPackageOptions, DeploymentAnswer, Step
from wingetpy.hosts.store_apps import StoreApps, StoreOptions, StoreWatch
from wingetpy.hosts.winrt.operations import finish
from wingetpy.hosts.winrt.store_apps import WinRtStoreApps

APP = "App_1.2.3.4_x64__125rzkzqaqjwj"
FRAMEWORK = "Fw_2.0.0.0_neutral__125rzkzqaqjwj"
URI = "file:///C:/x/App.msix"
ID = "9NBLGGH4NNS1"


def add(machine: Machine, go_on: Callable[[], None] = lambda: None) -> DeploymentAnswer:
    return machine.packages.add(URI, AddPackageOptions(), machine.deploying(go_on))


def pythonnet_finalizer() -> Any:
    """What lets go of Python's objects that .NET held; by itself it waits until there are 200."""
    from Python.Runtime import Finalizer

    return Finalizer.Instance


def stop() -> None:
    raise Cancelled("The caller stopped.")


class TestOperations:
    def test_no_operation_is_a_failure_with_words(self, machine: Machine) -> None:
        machine.stand_in.plays(answers={"AddPackageByUriAsync": [{"noOperation": True}]})
        answer = add(machine)
        assert answer.error == 0x80004003
        assert "no operation" in answer.error_text

    @pytest.mark.parametrize("code", [0, 1, 0x240005])
    def test_an_error_without_a_code_of_one_is_no_success(self, machine: Machine, code: int) -> None:
        machine.stand_in.plays(answers={"AddPackageByUriAsync": [{"end": "Error", "error": code}]})
        answer = add(machine)
        assert answer.error == 0x80004005
        assert answer.error_text

    def test_one_that_refuses_to_be_cancelled_is_waited_for(self, machine: Machine) -> None:
        """It goes on, so the change lock stays; what it comes to is what is answered."""
        slow = {"progress": [10, 20, 30, 40]}
        machine.stand_in.plays(answers={"AddPackageByUriAsync": [slow], "Cancel": [{"throws": 0x80070005}]})
        assert add(machine, stop).succeeded
        never = {"progress": [10], "end": "Never"}
        machine.stand_in.plays(answers={"AddPackageByUriAsync": [never], "Cancel": [{"throws": 0x80070005}]})
        answer = add(machine, stop)
        assert answer.error == ErrorCode.Timeout
        assert "did not stop" in answer.error_text

    @pytest.mark.parametrize("error", [KeyboardInterrupt, BrokenPipeError])
    def test_one_that_nobody_waits_for_any_more_is_cancelled(
        self, machine: Machine, error: type[BaseException]
    ) -> None:
        def fails() -> None:
            raise error

        machine.stand_in.plays(answers={"AddPackageByUriAsync": [{"progress": [10], "end": "Never"}]})
        with pytest.raises(error):
            add(machine, fails)
        assert machine.stand_in.calls()[-1] == "Cancel()"

    def test_progress_after_the_end_changes_nothing(self, machine: Machine) -> None:
        late = {"progress": [50], "afterwards": [10, 20]}
        machine.stand_in.plays(answers={"AddPackageByUriAsync": [late, {"progress": [100]}]})
        assert add(machine).succeeded
        assert add(machine).succeeded
        fractions = [one.fraction for one in machine.steps]
        assert fractions[-1] == 1.0

    def test_a_progress_that_deploys_again_is_answered(self, machine: Machine) -> None:
        """A caller may ask the machine while it is told of a progress."""
        machine.stand_in.plays(
            packages=[package(APP)], answers={"AddPackageByUriAsync": [{"progress": [10, 20]}, {"progress": [50]}]}
        )
        inner: list[object] = []

        def told(step: Step) -> None:
            if step.fraction and not inner:
                inner.append(machine.packages.find())
                inner.append(add(machine))

        deploying = machine.deploying()
        answer = machine.packages.add(
            URI, AddPackageOptions(), type(deploying)(open=deploying.open, progress=told, go_on=deploying.go_on)
        )
        assert answer.succeeded
        assert isinstance(inner[1], DeploymentAnswer)
        assert inner[1].succeeded

    def test_many_operations_leave_no_threads_and_no_objects(self, machine: Machine) -> None:
        def objects() -> int:
            for _ in range(3):  # what one runtime lets go of, the other can
                gc.collect()
                machine.stand_in.winrt.system.GC.Collect()
                machine.stand_in.winrt.system.GC.WaitForPendingFinalizers()
                pythonnet_finalizer().Collect()
            return sum(str(type(one).__module__).startswith("wingetpy.hosts.winrt") for one in gc.get_objects())

        def several(count: int) -> None:
            for _ in range(count):
                machine.stand_in.plays(answers={"AddPackageByUriAsync": [{"progress": [50]}]})
                assert add(machine).succeeded

        several(3)
        threads, there = threading.active_count(), objects()
        several(20)
        assert threading.active_count() <= threads + 1
        assert objects() <= there + 2


@pytest.mark.parametrize("code", [1, 0x102])
def test_a_shell_that_fails_to_reset_is_a_failure_with_its_number(machine: Machine, code: int) -> None:
    machine.stand_in.plays(packages=[package(APP)])
    machine.functions.answers["reset"] = code
    answer = machine.packages.reset(APP, machine.deploying())
    assert answer.error == 0x80004005
    assert str(code) in answer.error_text


class TestListing:
    def test_nothing_in_a_list_of_packages_is_passed_over(self, machine: Machine) -> None:
        machine.stand_in.plays(packages=[None, package(APP)], provisioned=[APP])
        assert [one.full_name for one in machine.packages.find()] == [APP]
        assert [one.full_name for one in machine.packages.find_provisioned()] == [APP]

    def test_a_provisioned_package_that_goes_meanwhile_hides_no_other(self, machine: Machine) -> None:
        gone = package(FRAMEWORK, refuses={"Id": 0x80070490})
        machine.stand_in.plays(packages=[gone, package(APP)], provisioned=[FRAMEWORK, APP])
        assert [one.full_name for one in machine.packages.find_provisioned()] == [APP]
        assert [one.provisioned for one in machine.packages.find()] == [True]

    @pytest.mark.parametrize("code", [0x80070057, 0x8007000D, 0x80073CF0, 0x80073D54])
    def test_a_package_whose_name_windows_refuses_hides_no_other(self, machine: Machine, code: int) -> None:
        damaged = package(FRAMEWORK, refuses={"Id": code})
        machine.stand_in.plays(packages=[damaged, package(APP)], provisioned=[FRAMEWORK, APP])
        assert [one.full_name for one in machine.packages.find()] == [APP]
        assert [one.full_name for one in machine.packages.find(all_users=True)] == [APP]
        assert [one.full_name for one in machine.packages.find_provisioned()] == [APP]

    def test_where_every_package_is_refused_the_list_is_not_empty_but_refused(self, machine: Machine) -> None:
        machine.stand_in.plays(packages=[package(APP, refuses={"Id": 0x8007000D})])
        with pytest.raises(HostError, match="0x8007000D"):
            machine.packages.find()

    @pytest.mark.parametrize("code", [0x800706BA, 0x80010108, 0x80070005, 0x8007000E])
    def test_a_service_that_ends_meanwhile_is_no_shorter_list(self, machine: Machine, code: int) -> None:
        """Half a list would say that the other half is not installed."""
        machine.stand_in.plays(packages=[package(APP), package(FRAMEWORK, refuses={"Id": code})])
        with pytest.raises(HostError, match=f"0x{code:08X}"):
            machine.packages.find()

    def test_windows_before_2004_does_not_tell_what_new_users_get(self, older: Machine) -> None:
        older.stand_in.plays(packages=[package(APP)])
        assert [one.provisioned for one in older.packages.find()] == [False]
        with pytest.raises(HostError) as refused:
            older.packages.find_provisioned()
        assert refused.value.code is ErrorCode.HostCannot
        assert not [one for one in older.stand_in.calls(without=()) if one.startswith("FindProvisioned")]


class TestStore:
    @pytest.fixture
    def store(self, stand_in: StandIn) -> WinRtStoreApps:
        return WinRtStoreApps(stand_in.winrt, USER, bounds=QUICK)

    @pytest.fixture
    def watch(self) -> StoreWatch:
        return StoreWatch(progress=lambda step: None, go_on=lambda: None)

    @pytest.mark.parametrize(
        "answer",
        [
            {"noOperation": True},
            {"items": [None]},
            {"items": [{"productId": ID, "statuses": [None]}]},
            {"end": "Error", "error": 0},
            {"end": "Error", "error": 1},
            {"noResult": True},
        ],
        ids=["no operation", "no application", "no status", "no code", "no error's code", "no result"],
    )
    def test_what_is_no_answer_is_a_failure_with_words(
        self, stand_in: StandIn, store: WinRtStoreApps, watch: StoreWatch, answer: dict[str, object]
    ) -> None:
        for ask, method in (
            (store.install, "StartProductInstallAsync"),
            (store.repair, "StartProductInstallAsync"),
            (store.update, "SearchForUpdatesAsync"),
        ):
            stand_in.plays(answers={method: [answer, answer]})
            answered = ask(ID, StoreOptions(), watch)
            assert not answered.succeeded
            assert answered.error_text

    def test_the_licence_that_cannot_be_read_decides_nothing(
        self, stand_in: StandIn, store: WinRtStoreApps, watch: StoreWatch
    ) -> None:
        done = {"items": [{"productId": ID, "statuses": [{"state": 6, "percent": 100}]}]}
        stand_in.plays(
            answers={
                "GetFreeUserEntitlementAsync": [{"noOperation": True}],
                "GetFreeDeviceEntitlementAsync": [{"noResult": True}],
                "StartProductInstallAsync": [done],
            }
        )
        assert store.install(ID, StoreOptions(), watch).succeeded

    @pytest.mark.parametrize(
        ("answer", "code"),
        [
            ({"throws": 0x80072EE7}, 0x80072EE7),
            ({"end": "Error", "error": 0x80072EE7}, 0x80072EE7),
            ({"noOperation": True}, 0x80004003),
            ({"end": "Error", "error": 1}, 0x80004005),
            ({"end": "Never"}, 0x800705B4),
        ],
    )
    def test_updates_that_cannot_be_asked_for_are_one_error(
        self, stand_in: StandIn, store: StoreApps, answer: dict[str, object], code: int
    ) -> None:
        """Without a network, for one."""
        stand_in.plays(answers={"SearchForAllUpdatesAsync": [answer], "SearchForUpdatesAsync": [answer]})
        for ask in (store.find_updates, lambda go_on: store.find_update(ID, go_on)):
            with pytest.raises(HostError, match=f"0x{code:08X}"):
                ask(lambda: None)

    def test_nothing_among_the_updates_is_passed_over(self, stand_in: StandIn, store: WinRtStoreApps) -> None:
        items = [None, {"productId": ID, "packageFamilyName": "App_125rzkzqaqjwj"}]
        stand_in.plays(answers={"SearchForAllUpdatesAsync": [{"items": items}]})
        assert [one.product_id for one in store.find_updates(lambda: None)] == [ID]

    def test_a_cancellation_that_the_store_refuses_is_one_all_the_same(
        self, stand_in: StandIn, store: WinRtStoreApps
    ) -> None:
        loading = {"items": [{"productId": ID, "statuses": [{"state": 3, "percent": 1}]}]}
        stand_in.plays(
            answers={
                "StartProductInstallAsync": [loading],
                "AppInstallItem.Cancel": [{"throws": 0x80070005}],
                "AppInstallManager.Cancel": [{"throws": 0x80070005}],
            }
        )
        looks = iter(range(100))

        def go_on() -> None:
            if next(looks) > 20:
                stop()

        began = monotonic()
        answer = store.install(ID, StoreOptions(), StoreWatch(progress=lambda step: None, go_on=go_on))
        assert answer.error == ErrorCode.AccessDenied
        assert "goes on" in answer.error_text
        assert monotonic() - began < 5
        assert "AppInstallManager.Cancel" in str(stand_in.calls()), "each way to stop it is tried"


def test_an_operation_without_handlers_is_followed_by_its_status(stand_in: StandIn) -> None:
    stand_in.plays(answers={"GetFreeUserEntitlementAsync": [{"entitlement": 2}]})
    manager = stand_in.winrt.make("Windows.ApplicationModel.Store.Preview.InstallControl.AppInstallManager")
    ended = finish(stand_in.winrt, lambda: manager.GetFreeUserEntitlementAsync(ID, "", ""), bounds=QUICK)
    assert int(ended.result.Status) == 2
