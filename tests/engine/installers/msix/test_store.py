"""Applications of the Microsoft Store go to the Store by their product id, and are removed as the packages they are."""

import pytest

from kit.fake_packages import FakePackages, package
from kit.shop import Shop
from wingetpy.errors import ErrorCode
from wingetpy.hosts.store_apps import StoreAnswer, StoreState, StoreStep
from wingetpy.installers.kinds import technology_of, technology_of_installed
from wingetpy.installers.technology import InstallOptions, InstallTask, Origin, RepairTask
from wingetpy.inventory.installed import installed_entries
from wingetpy.manifests.read import read_manifest
from wingetpy.model.scope import Scope

PRODUCT = "9NBLGGH4NNS1"
FULL_NAME = "Some.App_1.0.0.0_x64__8wekyb3d8bbwe"
MANIFEST = f"""PackageIdentifier: {PRODUCT}
PackageVersion: 1.0.0.0
PackageLocale: en-US
Publisher: Somebody
PackageName: Some App
License: Proprietary
ShortDescription: An application
Installers:
- Architecture: x64
  InstallerType: msstore
  ProductId: {PRODUCT}
  PackageFamilyName: Some.App_8wekyb3d8bbwe
ManifestType: singleton
ManifestVersion: 1.10.0
"""


class FakeStore:
    """A Store that answers what a test wants, and remembers what it was asked."""

    def __init__(self):
        self.asked = []
        self.answer = StoreAnswer()
        self.there = True

    def available(self):
        return self.there

    def __getattr__(self, name):
        def ask(product_id, options, watch):
            self.asked.append((name, product_id, options.all_users, options.silent))
            watch.go_on()
            watch.progress(StoreStep(state=StoreState.Downloading, fraction=0.25, bytes_done=1, total_bytes=4))
            watch.progress(StoreStep(state=StoreState.PausedWiFiRequired, fraction=0.5))
            return self.answer

        return ask


@pytest.fixture
def shop(tmp_path):
    made = Shop(tmp_path)
    made.host.packages = FakePackages()
    made.host.store_apps = FakeStore()
    return made


@pytest.fixture
def manifest():
    return read_manifest([("store.yaml", MANIFEST.encode())])


def test_an_application_is_installed_by_the_store_without_a_download(shop, manifest):
    outcome = shop.install(manifest)
    assert outcome.error is None
    assert shop.host.store_apps.asked == [("install", PRODUCT, False, True)]
    shown = [(one.status, one.percent_complete) for one in shop.call.reports if one.percent_complete in (25, 50)]
    assert shown == [(f"Downloading {PRODUCT}", 25), (f"The Store has paused {PRODUCT}", 50)]


def test_for_all_users_and_with_its_notifications_where_that_is_wished(shop, manifest):
    shop.install(manifest, InstallOptions(scope=Scope.machine, mode="Interactive"))
    assert shop.host.store_apps.asked == [("install", PRODUCT, True, False)]


def installed(shop):
    shop.host.packages.there = [package(FULL_NAME)]
    (entry,) = [one for one in installed_entries(shop.host) if one.installer_type == "msix"]
    return entry


def test_an_update_asks_the_store_for_an_update(shop, manifest):
    task = InstallTask(
        operation="Update",
        manifest=manifest,
        installer=manifest.installers[0],
        origin=Origin(name="", identifier=""),
        installed=installed(shop),
    )
    work = technology_of(task.installer, PRODUCT).install(shop.host, task)
    assert work.preview.from_version == "1.0.0.0"
    planned = shop.plan_install(manifest)
    shop.execute(type(planned)(plan=planned.plan, facts=planned.facts, work=work, target=planned.target))
    assert [name for name, *_ in shop.host.store_apps.asked] == ["update"]


def test_a_repair_of_what_the_store_offers_asks_the_store(shop, manifest):
    task = RepairTask(
        package=PRODUCT,
        installed=installed(shop),
        origin=Origin(name="", identifier=""),
        manifest=manifest,
        installer=manifest.installers[0],
    )
    work = technology_of_installed("msix").repair(shop.host, task)
    assert work.preview.steps[0].description == f"Have the Microsoft Store repair {PRODUCT}"


def test_an_application_is_uninstalled_by_its_family(shop):
    assert shop.execute(shop.plan_uninstall(PRODUCT, entry=installed(shop))).error is None
    assert [(name, target) for name, target, _ in shop.host.packages.calls] == [("remove", FULL_NAME)]


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (ErrorCode.UpdateNotApplicable, ErrorCode.UpdateNotApplicable),
        (ErrorCode.InstallSystemNotSupported, ErrorCode.InstallSystemNotSupported),
        (0x803FB107, ErrorCode.MsstoreInstallFailed),
    ],
)
def test_what_the_store_refuses_keeps_its_code(shop, manifest, error, code):
    shop.host.store_apps.answer = StoreAnswer(error=error, error_text="No licence was found.")
    outcome = shop.install(manifest)
    assert outcome.error is not None
    assert (outcome.error.code, outcome.error.installer_exit_code) == (code, error)
    assert "No licence was found." in outcome.error.text


def test_a_machine_without_a_store_refuses_in_the_plan(shop, manifest):
    shop.host.store_apps.there = False
    planned = shop.plan_install(manifest)
    assert planned.plan.error is not None
    assert planned.plan.error.code == ErrorCode.HostCannot.hex
    assert shop.execute(planned).error is planned.refusal
    assert shop.host.store_apps.asked == []
