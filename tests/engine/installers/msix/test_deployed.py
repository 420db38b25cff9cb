"""MSIX packages on a machine that deploys them: from an install to the last uninstall."""

import pytest

from kit.archives import zipped
from kit.calls import Listener
from kit.msix import make_bundle, make_package
from kit.msix_manifests import Needs, Traits
from kit.msix_shop import ID, MsixShop, write_app
from kit.package_store import WINDOWS_APPS
from kit.range_server import range_server
from wingetpy.errors import ErrorCode, OperationError
from wingetpy.errors.remedies import REINSTALL
from wingetpy.hosts.packages import PackageTypes
from wingetpy.hosts.sandbox import SandboxFacts
from wingetpy.installers.kinds import technology_of_installed
from wingetpy.installers.technology import InstallOptions, Origin, RepairTask
from wingetpy.model.scope import Scope
from wingetpy.operations.execute import ExecuteOptions
from wingetpy.operations.make_plan import plan_install
from wingetpy.operations.plan import Plan, PlannedOperation

FOR_ALL = InstallOptions(scope=Scope.machine)


@pytest.fixture
def shop(tmp_path):
    return MsixShop(tmp_path)


@pytest.fixture
def served(shop, monkeypatch):
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
    with range_server(shop.folder) as server:
        yield server


def update(shop, manifest, options=None):
    entry = shop.entry()
    planned = plan_install(shop.context, *shop.chosen(manifest), options or InstallOptions(), entry)
    return shop.execute(planned)


def uninstall(shop):
    return shop.execute(shop.plan_uninstall(ID, entry=shop.entry()))


def test_an_application_comes_is_updated_and_goes(shop):
    before = shop.snapshot()
    assert shop.install(shop.app("1.0.0.0")).error is None
    entry = shop.entry()
    assert (entry.name, entry.version, entry.scopes) == ("An App", "1.0.0.0", (Scope.user,))
    assert shop.native(shop.files_of(entry) / "app.exe").read_bytes() == b"MZ 1.0.0.0"
    assert update(shop, shop.app("2.0.0.0")).error is None
    assert shop.version() == "2.0.0.0"
    assert uninstall(shop).error is None
    assert shop.entry() is None
    assert shop.staging() == []
    left = {name: what for name, what in shop.snapshot().items() if before.get(name) != what}
    assert set(left) == {
        r"Program Files/WindowsApps",
        r"Program Files/WindowsApps/volume-id",
        r"Users/user/AppData/Local/Packages",
    }


def test_for_all_users_it_is_listed_for_both_and_goes_from_all(shop):
    assert shop.install(shop.app("1.0.0.0"), FOR_ALL).error is None
    assert shop.entry().scopes == (Scope.machine, Scope.user)
    assert uninstall(shop).error is None
    assert shop.entry() is None
    assert shop.host.packages.find(types=PackageTypes.main, all_users=True) == []


def test_a_bundle_is_deployed_with_what_fits_the_machine(shop):
    packages = []
    for architecture in ("x64", "arm64"):
        file = shop.folder / f"{architecture}.msix"
        write_app(file, shop.signer, "1.0.0.0", architecture=architecture)
        packages.append(file)
    make_bundle(shop.folder / "app.msixbundle", shop.signer, packages, name=ID, version="1.0.0.0")
    manifest = shop.manifest("app.msixbundle", "1.0.0.0", ID, {"InstallerType": "msix"})
    for options in (InstallOptions(), FOR_ALL):
        assert shop.install(manifest, options).error is None
        entry = shop.entry()
        assert (entry.architecture, entry.scope) == ("x64", options.scope or Scope.user)
        assert uninstall(shop).error is None
        assert shop.entry() is None


def test_a_package_in_an_archive_is_deployed(shop):
    write_app(shop.folder / "app.msix", shop.signer, "1.0.0.0")
    (shop.folder / "app.zip").write_bytes(zipped({"bin/app.msix": (shop.folder / "app.msix").read_bytes()}))
    fields = {
        "InstallerType": "zip",
        "NestedInstallerType": "msix",
        "NestedInstallerFiles": [{"RelativeFilePath": "bin/app.msix"}],
    }
    assert shop.install(shop.manifest("app.zip", "1.0.0.0", ID, fields)).error is None
    assert shop.version() == "1.0.0.0"


def test_a_missing_framework_is_named(shop):
    needs = (Needs(name="Contoso.Framework", publisher="CN=Contoso"),)
    package = make_package(
        shop.folder / "app.msix", shop.signer, name=ID, version="1.0.0.0", traits=Traits(needs=needs)
    )
    outcome = shop.install(shop.manifest(package.name, "1.0.0.0", ID, {"InstallerType": "msix"}))
    assert outcome.error is not None
    assert outcome.error.code is ErrorCode.MissingDependency
    assert "Contoso.Framework" in outcome.error.text
    assert shop.entry() is None


def test_a_signer_that_nobody_trusts_is_refused_and_nothing_is_left(shop):
    for trusted in (shop.root / "Packages" / "trust" / "people").iterdir():
        trusted.unlink()
    outcome = shop.install(shop.app("1.0.0.0"))
    assert outcome.error is not None
    assert outcome.error.code is ErrorCode.CertUntrustedRoot
    assert shop.entry() is None
    assert shop.host.packages.find(all_users=True) == []


def test_an_older_version_is_refused_and_goes_with_the_removal_of_the_newer_one(shop):
    assert shop.install(shop.app("2.0.0.0")).error is None
    older = shop.app("1.0.0.0")
    refused = shop.install(older)
    assert refused.error is not None
    assert refused.error.code is ErrorCode.Downgrade
    assert update(shop, older, InstallOptions(uninstall_previous=True)).error is None
    assert shop.version() == "1.0.0.0"


def test_a_repair_registers_what_the_user_has_again(shop):
    assert shop.install(shop.app("1.0.0.0")).error is None
    assert _repair(shop, None).error is None
    assert shop.version() == "1.0.0.0"


def test_a_repair_mends_files_that_were_changed(shop, served):
    assert shop.install(shop.app("1.0.0.0", served.address)).error is None
    [program] = shop.host.files.local(WINDOWS_APPS).glob("*/app.exe")
    delivered = program.read_bytes()
    program.write_bytes(b"changed by something")
    assert _repair(shop, None).error is None
    assert program.read_bytes() == delivered


def test_a_repair_that_finds_the_package_nowhere_fails_and_says_so(shop):
    assert shop.install(shop.app("1.0.0.0")).error is None
    [program] = shop.host.files.local(WINDOWS_APPS).glob("*/app.exe")
    program.write_bytes(b"changed by something")
    error = _repair(shop, None).error
    assert error is not None
    assert "what it was added from is not there any more" in error.text
    assert error.advice is REINSTALL
    assert shop.install(shop.app("1.0.0.0"), InstallOptions(force=True)).error is None
    assert program.read_bytes() != b"changed by something"


def test_a_repair_for_all_users_is_refused_with_winget_s_code(shop):
    assert shop.install(shop.app("1.0.0.0"), FOR_ALL).error is None
    with pytest.raises(OperationError) as caught:
        _repair(shop, Scope.machine)
    assert caught.value.code is ErrorCode.InstallSystemNotSupported
    assert caught.value.code == 0x8A150113


def _repair(shop, scope):
    entry = shop.entry()
    nowhere, options = Origin(name="", identifier=""), InstallOptions(scope=scope)
    task = RepairTask(package=ID, installed=entry, origin=nowhere, options=options)
    work = technology_of_installed("msix").repair(shop.host, task)
    plan = Plan(operation="Repair", action="Repair", id=ID, name=entry.name, scope=entry.scope.value)
    return shop.execute(PlannedOperation(plan=plan, facts=shop.context.facts, work=work, installed=entry))


def test_a_cancelled_install_leaves_nothing(shop):
    manifest = shop.app("1.0.0.0")
    shop.call = Listener()
    assert shop.install(manifest).error is None
    steps = shop.call.asked
    uninstall(shop)
    for number in range(1, steps, max(1, steps // 12)):
        shop.call = Listener(cancel_at=number)
        outcome = shop.install(manifest)
        if outcome.error is None:  # too late to stop it
            assert shop.version() == "1.0.0.0"
            break
        assert outcome.error.code is ErrorCode.CtrlSignalReceived
        assert shop.entry() is None
        assert all(name.startswith("Downloads") for name in shop.staging())


def test_from_a_server_an_update_transfers_what_is_new_only(shop, served):
    first = shop.app("1.0.0.0", served.address)
    outcome = shop.install(first)
    assert outcome.error is None
    assert shop.version() == "1.0.0.0"
    whole = (shop.folder / "app-1.0.0.0.msix").stat().st_size
    assert served.sent > whole * 0.9
    served.sent = 0
    served.requests.clear()
    outcome = update(shop, shop.app("2.0.0.0", served.address))
    assert outcome.error is None
    assert shop.version() == "2.0.0.0"
    assert served.sent < whole // 4
    assert all(served.requests), "the whole file was never asked for"
    assert outcome.saved_bytes > whole * 0.8
    assert outcome.fetched_bytes < whole // 10
    said = [text for level, text, _ in shop.call.messages if level == "Information"]
    assert any("were there already" in text for text in said)


def test_a_package_that_changes_after_it_was_looked_at_is_not_deployed(shop, served):
    manifest = shop.app("1.0.0.0", served.address)
    changed = shop.folder / "other.msix"
    write_app(changed, shop.signer, "1.0.0.0", display_name="Another")
    file = shop.folder / "app-1.0.0.0.msix"
    digest = shop.host.packages.digest

    def then_it_changes(package):
        pinned = digest(package)
        file.write_bytes(changed.read_bytes())
        return pinned

    shop.host.packages.digest = then_it_changes
    outcome = shop.install(manifest)
    assert outcome.error is not None
    assert outcome.error.code is ErrorCode.AppxDigestMismatch
    assert shop.entry() is None


def test_who_has_no_rights_for_all_users_updates_his_own(tmp_path):
    shop = MsixShop(tmp_path)
    assert shop.install(shop.app("1.0.0.0"), FOR_ALL).error is None
    shop.again(facts=SandboxFacts(elevated=False))
    assert update(shop, shop.app("2.0.0.0")).error is None
    assert shop.version() == "2.0.0.0"


def test_another_engine_s_change_between_plan_and_install_is_noticed(shop):
    planned = shop.plan_install(shop.app("1.0.0.0"))
    assert shop.install(shop.app("1.0.0.0")).error is None
    error = shop.execute(planned, ExecuteOptions()).error
    assert error is not None
    assert error.code is ErrorCode.PlanStale
