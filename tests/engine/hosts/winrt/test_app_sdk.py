"""Products (`ms-uup:`) through the Windows App SDK: what is asked of PyWinRT, what is made of its answers, and why it
is not there. PyWinRT is a stand-in with the same names, which `test_app_sdk_names` compares with Microsoft's metadata.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path
from time import monotonic
from typing import Any

import pytest

from kit.pywinrt import STAND_IN, answer, modules_from, play
from wingetpy.errors import Cancelled, ErrorCode, HostError
from wingetpy.hosts.packages import (
    AddPackageOptions,
    Deploying,
    DeployingStage,
    DeploymentAnswer,
    PackageVerb,
    ProvisionPackageOptions,
    RegisterPackageOptions,
    RemovePackageOptions,
    StagePackageOptions,
    Step,
    StubPackageOption,
    VerbOptions,
)
from wingetpy.hosts.winrt import app_sdk
from wingetpy.hosts.winrt.app_sdk import AppSdkProducts
from wingetpy.hosts.winrt.loading import Missing
from wingetpy.hosts.winrt.operations import Bounds

URI = "ms-uup:///Product/contoso.muffin"
ACTIVITY = "01234567-89ab-cdef-0123-456789abcdef"
QUICK = Bounds(silence_seconds=0.3, grace_seconds=0.3, look_seconds=0.005)

VERBS: list[tuple[PackageVerb, VerbOptions, str]] = [
    (PackageVerb.add, AddPackageOptions(), " {}"),
    (PackageVerb.stage, StagePackageOptions(), " {}"),
    (PackageVerb.register, RegisterPackageOptions(), " {'allow_unsigned': True}"),
    (PackageVerb.remove, RemovePackageOptions(), " {'fail_if_not_found': True}"),
    (PackageVerb.repair, None, ""),
    (PackageVerb.reset, None, ""),
    (PackageVerb.provision, ProvisionPackageOptions(), " {}"),
    (PackageVerb.deprovision, None, ""),
]


@pytest.fixture
def sdk() -> Iterator[Any]:
    """What the stand-in plays."""
    with modules_from(STAND_IN):
        yield play()


@pytest.fixture
def products(sdk: Any) -> AppSdkProducts:
    """Of a machine with the Windows App SDK, in a hurry."""
    found = app_sdk.start()
    found._bounds = QUICK
    sdk.calls.clear()
    return found


@pytest.fixture
def steps() -> list[Step]:
    return []


def deploying(steps: list[Step], go_on: Any = lambda: None) -> Deploying:
    return Deploying(open=lambda uri: pytest.fail(uri), progress=steps.append, go_on=go_on)


def add(products: AppSdkProducts, steps: list[Step], go_on: Any = lambda: None) -> DeploymentAnswer:
    return products.deploy(PackageVerb.add, URI, AddPackageOptions(), deploying(steps, go_on))


@pytest.mark.parametrize(("verb", "options", "said"), VERBS, ids=[verb for verb, _, _ in VERBS])
def test_each_verb_is_one_call_whose_answer_is_read(
    sdk: Any, products: AppSdkProducts, steps: list[Step], verb: PackageVerb, options: VerbOptions, said: str
) -> None:
    method = f"{verb.lower()}_package_by_uri_async"
    sdk.answers[method] = [answer(), answer(error=0x80073CF0, extended_error=0x80070003, error_text="why")]
    done = products.deploy(verb, URI, options, deploying(steps))
    assert done == DeploymentAnswer(activity_id=ACTIVITY)
    assert sdk.calls == [f"{method} {URI}{said}", f"is_package_ready_by_uri {URI}"]
    assert products.deploy(verb, URI, options, deploying(steps)) == DeploymentAnswer(
        error=ErrorCode.InstallOpenPackageFailed,
        extended_error=ErrorCode.PathNotFound,
        error_text="why",
        activity_id=ACTIVITY,
    )


def test_a_product_that_can_be_used_afterwards_is_registered(
    sdk: Any, products: AppSdkProducts, steps: list[Step]
) -> None:
    """The App SDK's results do not say it, so it is asked; what it does not answer is no failure of what was done."""
    sdk.ready.add(URI)
    assert add(products, steps).is_registered
    sdk.raises["is_package_ready_by_uri"] = 0x80004001
    assert add(products, steps) == DeploymentAnswer(activity_id=ACTIVITY)


def test_options_are_those_of_the_app_sdk(sdk: Any, products: AppSdkProducts, steps: list[Step]) -> None:
    sdk.volumes.add("{v}")
    options = AddPackageOptions(
        target_volume="{v}",
        dependency_package_uris=("https://contoso.com/f.msix",),
        optional_package_family_names=("App_125rzkzqaqjwj",),
        external_location_uri="file:///C:/x",
        stub_package_option=StubPackageOption.InstallStub,
        force_app_shutdown=True,
        expected_digests={URI: "digest"},
    )
    products.deploy(PackageVerb.add, URI, options, deploying(steps))
    assert sdk.calls[0] == (
        f"add_package_by_uri_async {URI} {{'target_volume': '{{v}}', "
        "'dependency_package_uris': ['https://contoso.com/f.msix'], "
        "'optional_package_family_names': ['App_125rzkzqaqjwj'], 'external_location_uri': 'file:///C:/x', "
        "'stub_package_option': <StubPackageOption.INSTALL_STUB: 2>, 'force_app_shutdown': True, "
        f"'expected_digests': {{'{URI}': 'digest'}}}}"
    )
    remove = RemovePackageOptions(ok_if_not_found=True, remove_for_all_users=True)
    products.deploy(PackageVerb.remove, URI, remove, deploying(steps))
    assert f"remove_package_by_uri_async {URI} {{'remove_for_all_users': True}}" in sdk.calls
    register = RegisterPackageOptions(allow_unsigned=False, app_data_volume="{gone}")
    products.deploy(PackageVerb.register, URI, register, deploying(steps))
    assert f"register_package_by_uri_async {URI} {{}}" in sdk.calls, "an unknown volume is no error"


def test_an_option_that_this_app_sdk_has_not_is_refused_and_nothing_begins(
    sdk: Any, products: AppSdkProducts, steps: list[Step]
) -> None:
    older = products._deployment.AddPackageOptions
    del older.__annotations__["limit_to_existing_packages"], older.limit_to_existing_packages
    assert not add(products, steps).error
    sdk.calls.clear()
    options = AddPackageOptions(limit_to_existing_packages=True)
    refused = products.deploy(PackageVerb.add, URI, options, deploying(steps))
    assert refused.error == ErrorCode.DeploymentOptionNotSupported
    assert "LimitToExistingPackages" in refused.error_text
    assert sdk.calls == []


def test_progress_never_goes_back_and_comes_on_the_callers_thread(
    sdk: Any, products: AppSdkProducts, steps: list[Step]
) -> None:
    sdk.answers["add_package_by_uri_async"] = [answer(progress=(0.0, 0.6, 0.4, 1.0))]
    threads = set()

    def keep(step: Step) -> None:
        threads.add(threading.current_thread())
        steps.append(step)

    told = Deploying(open=lambda uri: pytest.fail(uri), progress=keep, go_on=lambda: None)
    products.deploy(PackageVerb.add, URI, AddPackageOptions(), told)
    assert threads == {threading.current_thread()}
    assert [step.fraction for step in steps] == sorted(step.fraction for step in steps)
    assert steps[0] == Step(stage=DeployingStage.queued, fraction=0.0)
    assert steps[-1] == Step(stage=DeployingStage.staging, fraction=1.0)


def test_what_is_refused_at_once_is_the_answer(sdk: Any, products: AppSdkProducts, steps: list[Step]) -> None:
    sdk.raises["add_package_by_uri_async"] = 0x80070005
    refused = add(products, steps)
    assert (refused.error, refused.error_text) == (ErrorCode.AccessDenied, "Windows' own words.")
    text = products.deploy(PackageVerb.repair, "no uri", None, deploying(steps))
    assert text.error == ErrorCode.InvalidParameter


@pytest.mark.parametrize("verb", [PackageVerb.remove, PackageVerb.repair, PackageVerb.provision])
def test_a_verb_that_the_app_sdk_has_not_for_products_names_the_way(
    sdk: Any, products: AppSdkProducts, steps: list[Step], verb: PackageVerb
) -> None:
    """So do releases of 2026 with removing, repairing, resetting and provisioning."""
    sdk.raises[f"{verb.lower()}_package_by_uri_async"] = 0x80004001
    options = {PackageVerb.remove: RemovePackageOptions(), PackageVerb.provision: ProvisionPackageOptions()}
    refused = products.deploy(verb, URI, options.get(verb), deploying(steps))
    assert refused.error == ErrorCode.NotImplemented
    assert f"no {verb} of products" in refused.error_text
    assert "name the packages" in refused.error_text


def test_a_method_that_this_windows_has_not_is_an_answer(sdk: Any, products: AppSdkProducts, steps: list[Step]) -> None:
    sdk.lacks.add("repair_package_by_uri_async")
    refused = products.deploy(PackageVerb.repair, URI, None, deploying(steps))
    assert refused.error == ErrorCode.NotImplemented
    assert "no Repair of products" in refused.error_text


def test_no_memory_is_an_answer(sdk: Any, products: AppSdkProducts, steps: list[Step]) -> None:
    sdk.raises["add_package_by_uri_async"] = 0x8007000E
    assert add(products, steps).error == ErrorCode.OutOfMemory


def test_an_operation_that_ends_with_an_error_tells_it(sdk: Any, products: AppSdkProducts, steps: list[Step]) -> None:
    sdk.answers["add_package_by_uri_async"] = [answer(status=3, error_code=0x80073CF3), answer(status=3)]
    assert add(products, steps).error == ErrorCode.InstallResolveDependencyFailed
    assert add(products, steps).error == 0x80004005, "an error without a code is one all the same"


def test_a_stop_cancels_the_operation(sdk: Any, products: AppSdkProducts, steps: list[Step]) -> None:
    sdk.answers["add_package_by_uri_async"] = [answer(status=0), answer(status=0, cancels=False)]

    def stops() -> None:
        raise Cancelled("stopped")

    assert add(products, steps, stops).error == ErrorCode.Cancelled
    assert sdk.calls[-1] == "cancel"
    began = monotonic()
    left = add(products, steps, stops)
    assert left.error == ErrorCode.Timeout, "it does not stop, and is left to itself"
    assert monotonic() - began < 5


def test_an_operation_that_falls_silent_is_cancelled(sdk: Any, products: AppSdkProducts, steps: list[Step]) -> None:
    sdk.answers["add_package_by_uri_async"] = [answer(status=0)]
    silent = add(products, steps)
    assert silent.error == ErrorCode.Timeout
    assert "no progress" in silent.error_text
    assert sdk.calls[-1] == "cancel"


def test_readiness_is_asked_by_the_uri(sdk: Any, products: AppSdkProducts) -> None:
    assert not products.is_ready(URI)
    sdk.ready.add(URI)
    assert products.is_ready(URI)
    sdk.raises["is_package_ready_by_uri"] = 0x80070005
    with pytest.raises(HostError, match="0x80070005") as refused:
        products.is_ready(URI)
    assert refused.value.code == ErrorCode.AccessDenied


def missing() -> Missing:
    with pytest.raises(Missing) as found:
        app_sdk.products()
    assert found.value.remedy.endswith(".")
    assert not found.value.reason.endswith(".")
    return found.value


@pytest.fixture
def not_started(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(app_sdk, "_started", [])


@pytest.mark.usefixtures("not_started")
def test_it_is_started_once_and_ended_with_the_engine(sdk: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    ends: list[Any] = []
    monkeypatch.setattr(app_sdk.atexit, "register", ends.append)
    assert app_sdk.products() is app_sdk.products()
    assert sdk.calls.count("initialize ON_PACKAGE_IDENTITY_NOOP") == 1
    [stop] = ends
    stop()
    assert sdk.calls[-1] == "shutdown"


@pytest.mark.usefixtures("not_started")
def test_without_pywinrt_the_packages_to_install_are_named(tmp_path: Path) -> None:
    with modules_from(tmp_path):
        found = missing()
    assert "winrt" in found.reason
    for package in ("winrt-Microsoft.WindowsAppSDK.Foundation", "winrt-Microsoft.WindowsAppRuntime.Bootstrap"):
        assert package in found.remedy


@pytest.mark.usefixtures("not_started")
def test_a_module_that_does_not_load_tells_the_loaders_words(tmp_path: Path) -> None:
    broken = tmp_path.joinpath(*app_sdk.BOOTSTRAP.split("."))
    broken.mkdir(parents=True)
    (broken / "__init__.py").write_text("raise ImportError('DLL load failed: no such module')")
    with modules_from(tmp_path):
        assert "DLL load failed" in missing().reason


@pytest.mark.usefixtures("not_started")
@pytest.mark.parametrize(
    ("at", "code"), [("initialize", 0x80670016), ("get_default", 0x80040154), ("initialize", 0x80040014)]
)
def test_without_the_runtime_its_code_is_told_and_it_is_tried_again(sdk: Any, at: str, code: int) -> None:
    sdk.raises[at] = code
    found = missing()
    assert f"0x{code:08X}" in found.reason
    assert "Windows App Runtime" in found.remedy
    sdk.raises.clear()  # it was installed in the meantime
    assert app_sdk.products()


@pytest.mark.usefixtures("not_started")
def test_an_app_sdk_without_the_deployment_manager_is_a_reason(sdk: Any) -> None:
    sdk.lacks.add("get_default")
    assert "not available in this version of Windows" in missing().reason


@pytest.mark.usefixtures("not_started")
def test_the_release_to_install_is_the_one_of_the_bootstrapper(sdk: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.metadata.version", {app_sdk.BOOTSTRAP_PACKAGE: "4!2.6.5"}.__getitem__)
    sdk.raises["initialize"] = 0x80670016
    assert missing().remedy == "Install the Windows App Runtime 2.6.5."


@pytest.mark.usefixtures("not_started")
def test_a_windows_without_products_is_a_reason(sdk: Any) -> None:
    sdk.features.clear()
    assert "no service" in missing().reason
