"""The verbs of MSIX deployment as the windows host asks WinRT for them, and what it makes of the answers."""

from __future__ import annotations

import threading
from collections.abc import Callable
from time import monotonic

import pytest

from kit.winrt import Machine, package
from wingetpy.errors import Cancelled, ErrorCode
from wingetpy.hosts.packages import (
    AddPackageOptions,
    Deploying,
    DeployingStage,
    DeploymentAnswer,
    Feature,
    ProvisionPackageOptions,
    RegisterPackageOptions,
    RemovePackageOptions,
    StagePackageOptions,
    StubPackageOption,
)
from wingetpy.hosts.winrt.runtime import WinRtRefusal
from wingetpy.msix.byte_source import MemoryBytes

URI = "file:///C:/x/app.msix"
FAMILY = "App_125rzkzqaqjwj"
FULL = "App_1.2.3.4_x64__125rzkzqaqjwj"
ACTIVITY = "01234567-89ab-cdef-0123-456789abcdef"

Verb = Callable[[Machine, Deploying], DeploymentAnswer]


def add(machine: Machine, deploying: Deploying) -> DeploymentAnswer:
    return machine.packages.add(URI, AddPackageOptions(), deploying)


VERBS: list[tuple[Verb, str]] = [
    (add, f"AddPackageByUriAsync({URI}, {{}})"),
    (lambda m, d: m.packages.stage(URI, StagePackageOptions(), d), f"StagePackageByUriAsync({URI}, {{}})"),
    (
        lambda m, d: m.packages.register_by_uri(URI, RegisterPackageOptions(), d),
        f"RegisterPackageByUriAsync({URI}, {{AllowUnsigned=True}})",
    ),
    (
        lambda m, d: m.packages.register_by_full_name(FULL, RegisterPackageOptions(), d),
        f"RegisterPackagesByFullNameAsync([{FULL}], {{AllowUnsigned=True}})",
    ),
    (
        lambda m, d: m.packages.register_by_family_name(FAMILY, RegisterPackageOptions(), d),
        f"RegisterPackageByFamilyNameAsync({FAMILY}, null, 0, null, null)",
    ),
    (lambda m, d: m.packages.remove(FULL, RemovePackageOptions(), d), f"RemovePackageAsync({FULL}, 0)"),
    (
        lambda m, d: m.packages.provision(FAMILY, ProvisionPackageOptions(), d),
        f"ProvisionPackageForAllUsersAsync({FAMILY})",
    ),
    (lambda m, d: m.packages.deprovision(FAMILY, d), f"DeprovisionPackageForAllUsersAsync({FAMILY})"),
]


@pytest.mark.parametrize(("verb", "call"), VERBS, ids=[call.partition("(")[0] for _, call in VERBS])
def test_each_verb_is_one_call_whose_answer_is_read(machine: Machine, verb: Verb, call: str) -> None:
    method = call.partition("(")[0]
    failure = {"end": "Error", "error": 0x80073CF0, "extended": 0x80070003, "text": "why", "activity": ACTIVITY}
    machine.stand_in.plays(answers={method: [{"progress": [100], "activity": ACTIVITY}, failure]})
    answer = verb(machine, machine.deploying())
    assert answer == DeploymentAnswer(is_registered=True, activity_id=ACTIVITY)
    assert machine.stand_in.calls() == [call]
    assert verb(machine, machine.deploying()) == DeploymentAnswer(
        error=ErrorCode.InstallOpenPackageFailed,
        extended_error=ErrorCode.PathNotFound,
        error_text="why",
        activity_id=ACTIVITY,
    )


def test_options_are_those_of_windows(machine: Machine) -> None:
    machine.stand_in.plays(volumes=[{"name": "{v}"}])
    options = AddPackageOptions(
        target_volume="{V}",
        dependency_package_uris=("https://x.test/a.msix",),
        optional_package_family_names=("Extra_125rzkzqaqjwj",),
        external_location_uri="file:///C:/outside",
        stub_package_option=StubPackageOption.InstallStub,
        force_app_shutdown=True,
        allow_unsigned=True,
        defer_registration_when_packages_are_in_use=True,
        expected_digests={"https://x.test/a.msix": "abc"},
    )
    assert machine.packages.add(URI, options, machine.deploying()).succeeded
    assert machine.stand_in.calls() == [
        f"AddPackageByUriAsync({URI}, {{AllowUnsigned=True, DeferRegistrationWhenPackagesAreInUse=True, "
        "DependencyPackageUris=[https://x.test/a.msix], ExpectedDigests={https://x.test/a.msix: abc}, "
        "ExternalLocationUri=file:///C:/outside, ForceAppShutdown=True, "
        "OptionalPackageFamilyNames=[Extra_125rzkzqaqjwj], StubPackageOption=2, TargetVolume={v}})"
    ]


def test_an_unknown_volume_is_passed_over(machine: Machine) -> None:
    machine.packages.stage(URI, StagePackageOptions(target_volume="{none}"), machine.deploying())
    assert machine.stand_in.calls() == [f"StagePackageByUriAsync({URI}, {{}})"]


def test_removal_options_are_flags(machine: Machine) -> None:
    options = RemovePackageOptions(preserve_application_data=True, remove_for_all_users=True, ok_if_not_found=True)
    machine.packages.remove(FULL, options, machine.deploying())
    assert machine.stand_in.calls() == [f"RemovePackageAsync({FULL}, {4096 + 524288})"]


def test_registering_a_family_has_the_options_that_windows_heeds(machine: Machine) -> None:
    options = RegisterPackageOptions(
        dependency_package_family_names=("Fw_125rzkzqaqjwj",),
        optional_package_family_names=("Extra_125rzkzqaqjwj",),
        force_app_shutdown=True,
        install_all_resources=True,
        defer_registration_when_packages_are_in_use=True,
    )
    machine.packages.register_by_family_name(FAMILY, options, machine.deploying())
    assert machine.stand_in.calls() == [
        f"RegisterPackageByFamilyNameAsync({FAMILY}, [Fw_125rzkzqaqjwj], 33, null, [Extra_125rzkzqaqjwj])"
    ]


def test_an_older_windows_is_asked_the_older_way(older: Machine) -> None:
    options = AddPackageOptions(force_target_app_shutdown=True, dependency_package_uris=("https://x.test/a.msix",))
    assert older.packages.add(URI, options, older.deploying()).succeeded
    older.packages.stage(URI, StagePackageOptions(), older.deploying())
    older.packages.register_by_uri(URI, RegisterPackageOptions(developer_mode=True), older.deploying())
    older.packages.register_by_full_name(FULL, RegisterPackageOptions(), older.deploying())
    assert older.stand_in.calls() == [
        f"AddPackageAsync({URI}, [https://x.test/a.msix], 64, null, null, null, null)",
        f"StagePackageAsync({URI}, null, 0, null, null, null, null)",
        f"RegisterPackageAsync({URI}, null, 2, null)",
        f"RegisterPackageByFullNameAsync({FULL}, null, 0)",
    ]


def test_an_option_that_this_windows_has_not_is_refused_before_anything_happens(
    machine: Machine, older: Machine
) -> None:
    answer = older.packages.add(URI, AddPackageOptions(allow_unsigned=True), older.deploying())
    assert answer.error == ErrorCode.DeploymentOptionNotSupported
    assert "AllowUnsigned" in answer.error_text
    digests = StagePackageOptions(expected_digests={"https://x.test/a.msix": "abc"})
    assert older.packages.stage(URI, digests, older.deploying()).error == ErrorCode.DeploymentOptionNotSupported
    families = ProvisionPackageOptions(optional_package_family_names=("Extra_125rzkzqaqjwj",))
    assert older.packages.provision(FAMILY, families, older.deploying()).error == ErrorCode.NotImplemented
    assert older.stand_in.calls() == []
    assert machine.packages.provision(FAMILY, families, machine.deploying()).succeeded
    assert machine.stand_in.calls() == [
        f"ProvisionPackageForAllUsersAsync({FAMILY}, {{OptionalPackageFamilyNames=[Extra_125rzkzqaqjwj]}})"
    ]


def test_what_a_windows_has_is_said(machine: Machine, older: Machine) -> None:
    assert {one for one in Feature if machine.packages.supports(one)} - {
        one for one in Feature if older.packages.supports(one)
    } == {
        Feature.expected_digests,
        Feature.limit_to_existing_packages,
        Feature.provision_package_options,
        Feature.reset_package,
    }


def test_the_digest_of_a_package_is_windows_own_where_a_deployment_takes_one(machine: Machine, older: Machine) -> None:
    package = MemoryBytes(b"content", "App.msix")
    machine.functions.answers["digest"] = "abc"
    assert older.packages.digest(package) is None
    assert machine.functions.calls == []
    assert machine.packages.digest(package) == "abc"
    assert machine.functions.calls == [("digest", "App.msix")]


def test_an_app_installer_file_has_a_call_of_its_own(machine: Machine) -> None:
    uri = "https://x.test/App.AppInstaller?a=b"
    options = AddPackageOptions(limit_to_existing_packages=True, install_all_resources=True)
    assert machine.packages.add(uri, options, machine.deploying()).succeeded
    assert machine.stand_in.calls() == [f"AddPackageByAppInstallerFileAsync({uri}, {512 + 32}, null)"]
    unsigned = machine.packages.add(uri, AddPackageOptions(allow_unsigned=True), machine.deploying())
    assert unsigned.error == ErrorCode.DeploymentOptionNotSupported


def test_a_text_that_is_no_uri_is_an_invalid_parameter(machine: Machine) -> None:
    answer = machine.packages.add("no uri", AddPackageOptions(), machine.deploying())
    assert answer.error == ErrorCode.InvalidParameter
    assert machine.stand_in.calls() == []


def test_progress_is_a_fraction_that_never_goes_back(machine: Machine) -> None:
    machine.stand_in.plays(answers={"AddPackageByUriAsync": [{"progress": [0, 10, 60, 40, 100]}]})
    threads: list[int] = []

    def heard(step: object) -> None:
        threads.append(threading.get_ident())

    deploying = machine.deploying()
    add(
        machine,
        Deploying(open=deploying.open, go_on=deploying.go_on, progress=lambda s: (heard(s), deploying.progress(s))[1]),
    )
    fractions = [step.fraction for step in machine.steps]
    assert fractions == sorted(fractions)
    assert {0.0, 0.6, 1.0} <= set(fractions)
    assert machine.steps[0].stage is DeployingStage.queued
    assert machine.steps[-1].stage is DeployingStage.staging
    assert set(threads) == {threading.get_ident()}, "Windows calls on a thread of its own; ours is told on ours"


def stops_after(looks: int) -> Callable[[], None]:
    left = [looks]

    def go_on() -> None:
        left[0] -= 1
        if left[0] < 0:
            raise Cancelled("The caller stopped.")

    return go_on


def test_a_caller_who_stops_cancels_the_operation(machine: Machine) -> None:
    machine.stand_in.plays(answers={"AddPackageByUriAsync": [{"progress": [10], "end": "Never"}]})
    answer = add(machine, machine.deploying(stops_after(5)))
    assert (answer.error, answer.is_registered) == (ErrorCode.Cancelled, False)
    assert machine.stand_in.calls()[-1] == "Cancel()"
    assert machine.stand_in.calls().count("Cancel()") == 1


def test_what_ends_well_although_it_was_cancelled_has_ended_well(machine: Machine) -> None:
    slow = {"progress": [10, 20, 30, 40], "ignoresCancel": True}
    machine.stand_in.plays(answers={"RemovePackageAsync": [slow]})
    answer = machine.packages.remove(FULL, RemovePackageOptions(), machine.deploying(stops_after(2)))
    assert answer.succeeded


@pytest.mark.parametrize("ignores", [False, True], ids=["it lets itself be cancelled", "it does not"])
def test_an_operation_that_falls_silent_is_left_after_a_bound(machine: Machine, ignores: bool) -> None:
    never = {"progress": [10], "end": "Never", "ignoresCancel": ignores}
    machine.stand_in.plays(answers={"AddPackageByUriAsync": [never]})
    began = monotonic()
    answer = add(machine, machine.deploying())
    assert answer.error == ErrorCode.Timeout
    assert "no progress" in answer.error_text
    assert monotonic() - began < 5
    assert machine.packages.find() == [], "the engine goes on serving"


def test_progress_keeps_a_long_operation_alive(machine: Machine) -> None:
    machine.stand_in.plays(answers={"AddPackageByUriAsync": [{"progress": list(range(40))}]})  # 1 s, the bound is 0.3 s
    assert add(machine, machine.deploying()).succeeded
    assert "Cancel()" not in machine.stand_in.calls()


@pytest.mark.parametrize("code", [0x80070005, 0x80073CFF, 0x80070057, 0x8007000E, 0x80004001, 0x80131515, 0x800704C7])
def test_an_exception_at_the_start_is_its_hresult(machine: Machine, code: int) -> None:
    machine.stand_in.plays(answers={"AddPackageByUriAsync": [{"throws": code}]})
    answer = add(machine, machine.deploying())
    assert answer.error == code
    assert answer.error_text
    assert add(machine, machine.deploying()).succeeded


def test_a_result_without_anything_in_it_is_read(machine: Machine) -> None:
    empty = {"end": "Error", "error": 0x80073CF9}
    nothing = {"end": "Error", "error": 0x80073CF9, "noResult": True}
    machine.stand_in.plays(answers={"AddPackageByUriAsync": [empty, nothing, {"noResult": True}, {"end": "Canceled"}]})
    codes = []
    for _ in range(4):
        answer = add(machine, machine.deploying())
        assert answer.error_text
        assert answer.extended_error == 0
        codes.append(answer.error)
    assert codes == [ErrorCode.InstallFailed, ErrorCode.InstallFailed, 0x8000000E, ErrorCode.Cancelled]


def test_a_success_that_waits_for_the_program_says_so(machine: Machine) -> None:
    machine.stand_in.plays(answers={"AddPackageByUriAsync": [{"registered": False}]})
    answer = add(machine, machine.deploying())
    assert (answer.error, answer.is_registered) == (0, False)


def test_repair_registers_again_what_the_caller_has(machine: Machine) -> None:
    assert machine.packages.repair(FULL, machine.deploying()).error == ErrorCode.InstallPackageNotFound
    assert machine.stand_in.calls() == []
    machine.stand_in.plays(packages=[package(FULL)])
    assert machine.packages.repair(FULL, machine.deploying()).succeeded
    assert machine.stand_in.calls() == [f"RegisterPackagesByFullNameAsync([{FULL}], {{AllowUnsigned=True}})"]


def test_reset_is_the_command_of_windows(machine: Machine, older: Machine) -> None:
    missing = machine.packages.reset(FULL, machine.deploying())
    assert (missing.error, missing.extended_error) == (ErrorCode.InstallPackageNotFound, ErrorCode.NotFound)
    machine.stand_in.plays(packages=[package(FULL)])
    assert machine.packages.reset(FULL, machine.deploying()).succeeded
    assert machine.functions.calls == [("reset", FULL)]
    machine.functions.answers["reset"] = 0x80073CF9
    assert machine.packages.reset(FULL, machine.deploying()).error == ErrorCode.InstallFailed
    machine.functions.answers["reset"] = WinRtRefusal(0x80004001, "no such command")
    assert machine.packages.reset(FULL, machine.deploying()).error == ErrorCode.NotImplemented
    assert older.packages.reset(FULL, older.deploying()).error == ErrorCode.NotImplemented
    assert not older.packages.supports(Feature.reset_package)


def test_a_name_that_is_no_full_name_reaches_no_shell(machine: Machine) -> None:
    name = "App'; Remove-Item C:\\ #"
    assert machine.packages.reset(name, machine.deploying()).error == ErrorCode.InstallPackageNotFound
    assert machine.functions.calls == []
