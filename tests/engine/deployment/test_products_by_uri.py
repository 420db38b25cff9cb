"""Products on a system that deploys them by their URI, as Windows does through the Windows App SDK."""

from __future__ import annotations

import pytest

from kit.calls import Listener
from kit.fake_packages import ACTIVITY, FakePackages, FakeProducts, answer, as_host
from wingetpy.deployment.manager import PackageDeploymentManager
from wingetpy.deployment.package_set import PackageSet, PackageSetItem
from wingetpy.deployment.support import PackageVerb
from wingetpy.errors import ErrorCode
from wingetpy.hosts.packages import (
    AddPackageOptions,
    EnsurePackageIsReadyOptions,
    ProvisionPackageOptions,
    RegisterPackageOptions,
    RemovePackageOptions,
    StagePackageOptions,
)

PRODUCT = "ms-uup:///Product/contoso.red"
FAMILY = "Test.Red_8wekyb3d8bbwe"


@pytest.fixture
def products() -> FakeProducts:
    return FakeProducts()


@pytest.fixture
def packages(products: FakeProducts) -> FakePackages:
    """Nothing is there, and nothing but products is deployed."""
    return FakePackages(by_uri=products)


@pytest.fixture
def manager(packages: FakePackages) -> PackageDeploymentManager:
    return PackageDeploymentManager.get_default(as_host(packages), Listener())


@pytest.mark.parametrize(
    ("verb", "options", "is_registered"),
    [
        ("add", AddPackageOptions(), True),
        ("stage", StagePackageOptions(), False),
        ("register", RegisterPackageOptions(), True),
        ("remove", RemovePackageOptions(), False),
        ("repair", None, True),
        ("reset", None, True),
        ("provision", ProvisionPackageOptions(), False),
        ("deprovision", None, False),
    ],
)
def test_every_verb_is_passed_on_with_its_options(
    manager: PackageDeploymentManager,
    packages: FakePackages,
    products: FakeProducts,
    verb: str,
    options: object,
    is_registered: bool,
) -> None:
    result = getattr(manager, f"{verb}_package_by_uri")(PRODUCT)
    assert (result.succeeded, result.is_registered, result.activity_id) == (True, is_registered, ACTIVITY)
    assert products.calls == [(PackageVerb[verb], PRODUCT, options)]
    assert packages.calls == []


def test_what_the_system_refuses_is_the_result(manager: PackageDeploymentManager, products: FakeProducts) -> None:
    products.answers[PackageVerb.repair] = answer(ErrorCode.NotImplemented)
    assert manager.repair_package_by_uri(PRODUCT).error == ErrorCode.NotImplemented


@pytest.mark.parametrize(("verb", "succeeds"), [("add", True), ("stage", True), ("register", True), ("repair", False)])
def test_a_newer_version_is_a_success_of_what_adds(
    manager: PackageDeploymentManager, products: FakeProducts, verb: str, succeeds: bool
) -> None:
    products.answers[PackageVerb[verb]] = answer(ErrorCode.InstallPackageDowngrade)
    assert getattr(manager, f"{verb}_package_by_uri")(PRODUCT).succeeded is succeeds


@pytest.mark.parametrize("ok", [True, False])
def test_not_found_is_what_the_options_say(manager: PackageDeploymentManager, products: FakeProducts, ok: bool) -> None:
    products.answers[PackageVerb.remove] = answer(ErrorCode.InstallPackageNotFound)
    assert manager.remove_package_by_uri(PRODUCT, RemovePackageOptions(ok_if_not_found=ok)).succeeded is ok


def test_readiness_is_the_system_s_word(manager: PackageDeploymentManager, products: FakeProducts) -> None:
    assert not manager.is_package_ready(PRODUCT)
    assert [(one.is_ready, one.reason) for one in manager.states(PRODUCT)] == [(False, "NotReady")]
    products.ready.add(PRODUCT)
    assert manager.is_package_by_uri_ready(PRODUCT)
    assert [(one.is_ready, one.reason) for one in manager.states(PRODUCT)] == [(True, "Ready")]


def test_what_is_not_ready_is_added_with_the_caller_s_options(
    manager: PackageDeploymentManager, products: FakeProducts
) -> None:
    adding = AddPackageOptions(force_app_shutdown=True)
    options = EnsurePackageIsReadyOptions(add_package_options=adding)
    assert manager.ensure_package_is_ready(PRODUCT, options).succeeded
    assert products.calls == [(PackageVerb.add, PRODUCT, adding)]
    products.ready.add(PRODUCT)
    assert manager.ensure_package_is_ready(PRODUCT, options).succeeded
    assert len(products.calls) == 1


def test_an_item_of_a_set_may_be_a_product(manager: PackageDeploymentManager, products: FakeProducts) -> None:
    item = PackageSetItem(id="red", package_family_name=FAMILY, package_uri=PRODUCT)
    whole = PackageSet(id="colours", package_set_items=(item,))
    assert manager.ensure_package_set_is_ready(whole).succeeded
    assert manager.remove_package_set(whole).succeeded
    assert [(verb, uri) for verb, uri, _ in products.calls] == [
        (PackageVerb.add, PRODUCT),
        (PackageVerb.remove, PRODUCT),
    ]


@pytest.mark.parametrize(
    ("verb", "options"), [(PackageVerb.remove, RemovePackageOptions()), (PackageVerb.repair, None)]
)
def test_a_change_is_foreseen_as_what_was_asked(
    manager: PackageDeploymentManager, products: FakeProducts, verb: PackageVerb, options: RemovePackageOptions | None
) -> None:
    [change] = manager.foresight.of_text(verb, PRODUCT, options)
    assert (change.action, change.target, change.error) == (verb, PRODUCT, None)
    assert products.calls == []
