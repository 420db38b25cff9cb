"""Applications of the Microsoft Store, through AppInstallManager."""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic

import pytest

from kit.winrt import QUICK, USER, StandIn
from wingetpy.errors import Cancelled, ErrorCode, HostError
from wingetpy.hosts.store_apps import StoreAnswer, StoreOptions, StoreState, StoreStep, StoreUpdate, StoreWatch
from wingetpy.hosts.winrt.store_apps import WinRtStoreApps

ID = "9NBLGGH4NNS1"
FAMILY = "App_125rzkzqaqjwj"
SILENT = "CompletedInstallToastNotificationMode=3, {}InstallInProgressToastNotificationMode=3"
DONE = {"state": 6, "percent": 100}


def item(*statuses: dict[str, object], family: str | None = FAMILY) -> dict[str, object]:
    return {"productId": ID, "packageFamilyName": family, "statuses": list(statuses)}


def store(stand_in: StandIn, user: str = USER) -> WinRtStoreApps:
    return WinRtStoreApps(stand_in.winrt, user, bounds=QUICK)


class Watched:
    def __init__(self, go_on: Callable[[], None] = lambda: None) -> None:
        self.steps: list[StoreStep] = []
        self.watch = StoreWatch(progress=self.steps.append, go_on=go_on)


def test_an_application_is_acquired_and_installed(stand_in: StandIn) -> None:
    downloading = {"state": 3, "percent": 40, "done": 4, "total": 10}
    back, installing = downloading | {"percent": 30}, {"state": 5, "percent": 90, "done": 10, "total": 10}
    stand_in.plays(
        answers={"StartProductInstallAsync": [{"items": [item({"state": 0}, downloading, back, installing, DONE)]}]}
    )
    seen = Watched()
    answer = store(stand_in).install(ID, StoreOptions(allow_restart=True), seen.watch)
    assert answer == StoreAnswer(family_names=(FAMILY,))
    assert stand_in.calls() == [
        f"GetFreeUserEntitlementAsync({ID}, , )",
        f"StartProductInstallAsync({ID}, , WinGetPy, , {{AllowForcedAppRestart=True, {SILENT.format('')}}})",
    ]
    fractions = [step.fraction for step in seen.steps]
    assert fractions == sorted(fractions)
    assert fractions[-1] == 1.0
    assert StoreStep(state=StoreState.Downloading, fraction=0.4, bytes_done=4, total_bytes=10) in seen.steps


@pytest.mark.parametrize("status", [{"entitlement": 1}, {"throws": 0x80070005}, {"end": "Error", "error": 0x80072EE7}])
def test_without_an_account_the_licence_is_the_devices(stand_in: StandIn, status: dict[str, object]) -> None:
    """A refusal of both is no failure: the Store itself says what is missing."""
    stand_in.plays(
        answers={
            "GetFreeUserEntitlementAsync": [status],
            "GetFreeDeviceEntitlementAsync": [{"entitlement": 2}],
            "StartProductInstallAsync": [{"items": [item(DONE)]}],
        }
    )
    assert store(stand_in).install(ID, StoreOptions(), Watched().watch).succeeded
    assert stand_in.calls()[:2] == [
        f"GetFreeUserEntitlementAsync({ID}, , )",
        f"GetFreeDeviceEntitlementAsync({ID}, , )",
    ]


def test_all_users_is_for_system_only(stand_in: StandIn) -> None:
    options = StoreOptions(all_users=True, silent=False)
    refused = store(stand_in).install(ID, options, Watched().watch)
    assert refused.error == ErrorCode.InstallSystemNotSupported
    assert stand_in.calls() == []
    stand_in.plays(answers={"StartProductInstallAsync": [{"items": [item(DONE)]}]})
    assert store(stand_in, "S-1-5-18").install(ID, options, Watched().watch).succeeded
    assert stand_in.calls() == [
        f"GetFreeDeviceEntitlementAsync({ID}, , )",
        f"StartProductInstallAsync({ID}, , WinGetPy, , {{InstallForAllUsers=True}})",
    ]


def test_a_repair_is_an_install_that_repairs(stand_in: StandIn) -> None:
    stand_in.plays(answers={"StartProductInstallAsync": [{"items": [item(DONE)]}]})
    assert store(stand_in).repair(ID, StoreOptions(silent=False), Watched().watch).succeeded
    assert stand_in.calls()[-1] == f"StartProductInstallAsync({ID}, , WinGetPy, , {{Repair=True}})"


def test_an_error_of_the_store_is_its_code_and_cancels_what_was_asked(stand_in: StandIn) -> None:
    stand_in.plays(
        answers={
            "StartProductInstallAsync": [
                {"items": [item({"state": 3}, {"state": 3}, {"state": 9, "error": 0x80073CFF})]}
            ]
        }
    )
    answer = store(stand_in).install(ID, StoreOptions(), Watched().watch)
    assert answer.error == ErrorCode.InstallPolicyFailure
    assert answer.error_text
    assert stand_in.calls()[-1] == f"AppInstallManager.Cancel({ID})"


@pytest.mark.parametrize(
    ("left", "cleared"),
    [
        ({"state": 8}, "Restart"),
        ({"state": 12}, "Restart"),
        ({"state": 7}, "Cancel"),
        ({"state": 9, "error": 0x80004005}, "Cancel"),
    ],
)
def test_what_was_left_of_an_earlier_request_is_cleared_first(
    stand_in: StandIn, left: dict[str, object], cleared: str
) -> None:
    stand_in.plays(answers={"StartProductInstallAsync": [{"items": [item(left)]}, {"items": [item(DONE)]}]})
    assert store(stand_in).install(ID, StoreOptions(), Watched().watch).succeeded
    started = [one.partition("(")[0] for one in stand_in.calls()]
    assert started[1:] == ["StartProductInstallAsync", f"AppInstallManager.{cleared}", "StartProductInstallAsync"]


def test_a_product_without_an_application_for_this_machine_fails(stand_in: StandIn) -> None:
    assert store(stand_in).install(ID, StoreOptions(), Watched().watch).error == ErrorCode.NotFound


def test_a_request_that_is_refused_at_its_start_has_the_stores_code(stand_in: StandIn) -> None:
    failures = [{"throws": 0x80070005}, {"end": "Error", "error": 0x80072EE7}]
    stand_in.plays(answers={"StartProductInstallAsync": failures})
    codes = [store(stand_in).install(ID, StoreOptions(), Watched().watch).error for _ in failures]
    assert codes == [0x80070005, 0x80072EE7]


def test_an_update_is_searched_and_carried_out(stand_in: StandIn) -> None:
    stand_in.plays(answers={"SearchForUpdatesAsync": [{"items": [item({"state": 3, "percent": 10}, DONE)]}]})
    assert store(stand_in).update(ID, StoreOptions(), Watched().watch) == StoreAnswer(family_names=(FAMILY,))
    assert stand_in.calls()[-1] == (
        f"SearchForUpdatesAsync({ID}, , , WinGetPy, {{AutomaticallyDownloadAndInstallUpdateIfFound=True}})"
    )
    assert store(stand_in).update(ID, StoreOptions(), Watched().watch).error == ErrorCode.UpdateNotApplicable


def test_the_query_of_updates_installs_nothing(stand_in: StandIn) -> None:
    found = {"items": [item(DONE)]}
    two = {"items": [item(DONE), item(DONE, family=None)]}
    stand_in.plays(answers={"SearchForUpdatesAsync": [found], "SearchForAllUpdatesAsync": [two]})
    asked = store(stand_in)
    assert asked.find_update(ID, lambda: None) == StoreUpdate(product_id=ID, family_name=FAMILY)
    assert asked.find_update(ID, lambda: None) is None
    assert [one.family_name for one in asked.find_updates(lambda: None)] == [FAMILY, ""]
    assert asked.find_updates(lambda: None) == []
    assert not [one for one in stand_in.calls() if "AutomaticallyDownload" in one]


def test_a_store_that_cannot_be_asked_says_why(stand_in: StandIn) -> None:
    stand_in.plays(answers={"SearchForAllUpdatesAsync": [{"end": "Error", "error": 0x80072EE7}]})
    with pytest.raises(HostError, match="0x80072EE7"):
        store(stand_in).find_updates(lambda: None)


def stop() -> None:
    raise Cancelled("The caller stopped.")


def stop_third(calls: list[int]) -> Callable[[], None]:
    def go_on() -> None:
        calls.append(1)
        if len(calls) >= 3:
            stop()

    return go_on


def test_a_caller_who_stops_cancels_the_request(stand_in: StandIn) -> None:
    never = {"items": [item({"state": 3, "percent": 10})]}
    stand_in.plays(answers={"StartProductInstallAsync": [never]})
    seen = Watched()
    watch = StoreWatch(
        progress=seen.steps.append,
        go_on=lambda: stop() if any(step.fraction for step in seen.steps) else None,
    )
    with pytest.raises(Cancelled):
        store(stand_in).install(ID, StoreOptions(), watch)
    assert stand_in.calls()[-2:] == [f"AppInstallItem.Cancel({ID})", f"AppInstallManager.Cancel({ID})"]


def test_a_caller_who_stops_a_query_ends_it(stand_in: StandIn) -> None:
    stand_in.plays(answers={"SearchForAllUpdatesAsync": [{"end": "Never"}]})
    with pytest.raises(Cancelled):
        store(stand_in).find_updates(stop_third([]))
    assert stand_in.calls()[-1] == "Cancel()"


def test_a_request_that_falls_silent_is_cancelled_after_a_bound(stand_in: StandIn) -> None:
    stand_in.plays(answers={"StartProductInstallAsync": [{"items": [item({"state": 3, "percent": 10})]}]})
    began = monotonic()
    answer = store(stand_in).install(ID, StoreOptions(), Watched().watch)
    assert (answer.error, answer.family_names) == (ErrorCode.Timeout, ())
    assert monotonic() - began < 5
