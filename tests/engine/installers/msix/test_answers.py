"""What a system may answer to the deployment of a package, and what the user is told of it."""

import hashlib
from pathlib import Path

import pytest

from kit.certificates import publisher
from kit.fake_packages import FakePackages, answer, package
from kit.msix import make_package
from kit.range_server import range_server
from kit.shop import Shop
from wingetpy.errors import ErrorCode, HostError, OperationError
from wingetpy.hosts.packages import DeploymentAnswer, Feature
from wingetpy.hosts.registry import UNINSTALL_KEY, Hive, RegistryValue
from wingetpy.hosts.sandbox import SandboxFacts
from wingetpy.installers.kinds import technology_of_installed
from wingetpy.installers.technology import InstallOptions, Origin, RepairTask, UninstallOptions
from wingetpy.inventory.installed import installed_entries
from wingetpy.journal.staging import Workplace
from wingetpy.manifests.read import read_manifest
from wingetpy.model.proxy import Proxy
from wingetpy.model.scope import Scope
from wingetpy.msix.byte_source import FileBytes
from wingetpy.msix.package import open_package
from wingetpy.state.tracking import tracked_packages

IN_USE = answer(ErrorCode.PackagesInUse)
FOR_ALL = InstallOptions(scope=Scope.machine)


class MsixShop(Shop):
    """A machine whose deployment answers what a test wants, and a package to install on it."""

    def __init__(self, folder: Path, facts: SandboxFacts | None = None) -> None:
        super().__init__(folder, facts)
        self.packages = FakePackages()
        self.host.packages = self.packages
        self.file = make_package(self.folder / "app.msix", publisher())
        with FileBytes(self.file) as source:
            opened = open_package(source)
            self.full_name, self.family = opened.identity.full_name, opened.identity.family_name
            self.signature = opened.signature_sha256()

    def app(self, **more: str):
        return self.manifest("app.msix", "1.2.3.4", "Contoso.Tool", {"InstallerType": "msix", **more})

    def on_server(self, address: str, **more: str):
        text = f"""PackageIdentifier: Contoso.Tool
PackageVersion: 1.2.3.4
PackageLocale: en-US
Publisher: Contoso
PackageName: Contoso Tool
License: MIT
ShortDescription: A tool
Installers:
- Architecture: neutral
  InstallerUrl: {address}/app.msix
  InstallerSha256: {hashlib.sha256(self.file.read_bytes()).hexdigest()}
  InstallerType: msix
"""
        text += "".join(f"  {name}: {value}\n" for name, value in more.items())
        return read_manifest([("test.yaml", f"{text}ManifestType: singleton\nManifestVersion: 1.10.0\n".encode())])

    def has(self, *names: str) -> None:
        """What the user has of MSIX packages."""
        self.packages.there = [package(name) for name in names]

    def entry(self):
        (one,) = [entry for entry in installed_entries(self.host) if entry.installer_type == "msix"]
        return one

    def asked(self) -> list[str]:
        """The primitives that were asked for, in order."""
        return [name for name, *_ in self.packages.calls]


@pytest.fixture
def shop(tmp_path):
    return MsixShop(tmp_path)


@pytest.fixture
def user_shop(tmp_path):
    return MsixShop(tmp_path, SandboxFacts(elevated=False))


def test_a_package_is_added_for_the_user_from_the_verified_file(shop):
    assert shop.install(shop.app()).error is None
    ((name, uri, options),) = shop.packages.calls
    assert name == "add"
    assert uri.startswith("file:///C:/ProgramData/WinGetPy/Staging/Operations/")
    assert uri.endswith(".msix")
    assert options.expected_digests == {}


def test_for_all_users_it_is_staged_given_to_all_and_registered(shop):
    outcome = shop.install(shop.app(), FOR_ALL)
    assert (outcome.error, outcome.scope) == (None, "Machine")
    assert [(name, (target.rpartition("/")[0] and "uri") or target) for name, target, _ in shop.packages.calls] == [
        ("stage", "uri"),
        ("provision", shop.family),
        ("register_by_full_name", shop.full_name),
    ]


def test_for_all_users_needs_administrator_rights(user_shop):
    outcome = user_shop.install(user_shop.app(), FOR_ALL)
    assert outcome.error is not None
    assert outcome.error.code is ErrorCode.CommandRequiresAdmin
    assert user_shop.asked() == []


def test_a_registration_for_all_users_that_fails_now_is_made_at_the_next_sign_in(shop):
    shop.packages.answers["register_by_full_name"] = [answer(ErrorCode.InstallRegistrationFailure)]
    outcome = shop.install(shop.app(), FOR_ALL)
    assert outcome.error is None
    assert any("sign in again" in text for text in shop.call.warnings())


def test_a_package_that_cannot_be_given_to_all_users_is_taken_away_again(shop):
    shop.packages.answers["provision"] = [answer(ErrorCode.InstallFailed)]
    stage = shop.packages.stage

    def puts_it_there(*given):
        shop.packages.there = [package(shop.full_name, users=())]
        return stage(*given)

    shop.packages.stage = puts_it_there
    outcome = shop.install(shop.app(), FOR_ALL)
    assert outcome.error is not None
    assert shop.asked() == ["stage", "provision", "remove"]
    assert shop.packages.calls[-1][2].remove_for_all_users


def test_a_package_of_another_family_than_the_manifest_names_is_deployed_with_a_warning(shop):
    """winget deploys it, too, without a word."""
    assert not shop.execute(shop.plan_install(shop.app(PackageFamilyName=shop.family.upper()))).warnings
    outcome = shop.execute(shop.plan_install(shop.app(PackageFamilyName="Contoso.Other_1234567890abc")))
    assert outcome.error is None
    (warning,) = outcome.warnings
    assert "Contoso.Other_1234567890abc" in warning
    assert shop.family in warning


def test_what_is_in_use_is_staged_and_registered_later(shop):
    shop.packages.answers = {"add": [IN_USE], "register_by_full_name": [IN_USE]}
    outcome = shop.install(shop.app())
    assert outcome.error is None
    assert shop.asked() == ["add", "stage", "register_by_full_name"]
    assert any("deferred" in text for text in outcome.warnings)
    assert shop.call.warnings() == list(outcome.warnings)


def test_what_is_in_use_is_registered_at_once_where_it_has_ended_meanwhile(shop):
    shop.packages.answers = {"add": [IN_USE]}
    outcome = shop.install(shop.app())
    assert (outcome.error, outcome.warnings) == (None, ())


def test_a_deferred_registration_that_fails_otherwise_leaves_nothing(shop):
    shop.packages.answers = {"add": [IN_USE], "register_by_full_name": [answer(ErrorCode.InstallRegistrationFailure)]}
    outcome = shop.install(shop.app())
    assert outcome.error is not None
    assert outcome.error.code is ErrorCode.InstallRegistrationFailure
    assert "remove" in shop.asked()


@pytest.mark.parametrize(
    ("error", "extended", "code"),
    [
        (ErrorCode.InstallResolveDependencyFailed, None, ErrorCode.MissingDependency),
        (ErrorCode.InstallOutOfDiskSpace, None, ErrorCode.DiskFull),
        (ErrorCode.InstallFailed, ErrorCode.InstallPackageDowngrade, ErrorCode.Downgrade),
        (ErrorCode.PackageAlreadyExists, None, ErrorCode.AlreadyInstalled),
        (ErrorCode.DeploymentBlockedByPolicy, None, ErrorCode.InstallBlockedByPolicy),
        (ErrorCode.InstallWrongProcessorArchitecture, None, ErrorCode.InstallSystemNotSupported),
        (ErrorCode.InstallOpenPackageFailed, ErrorCode.CertUntrustedRoot, ErrorCode.CertUntrustedRoot),
        (ErrorCode.InstallOpenPackageFailed, None, ErrorCode.InstallOpenPackageFailed),
    ],
)
def test_a_refusal_of_the_system_is_winget_s_error_with_the_system_s_own_words(shop, error, extended, code):
    shop.packages.answers["add"] = [answer(error, extended)]
    outcome = shop.install(shop.app())
    assert outcome.error is not None
    assert outcome.error.code is code
    assert "it failed with" in outcome.error.text
    assert outcome.error.installer_exit_code == (extended or error)


def test_a_manifest_may_say_what_a_code_means(shop):
    shop.packages.answers["add"] = [answer(ErrorCode.InstallFailed)]
    expected = "[{InstallerReturnCode: 2147958009, ReturnResponse: contactSupport}]"
    outcome = shop.install(shop.app(ExpectedReturnCodes=expected))
    assert outcome.error is not None
    assert outcome.error.code is ErrorCode.ContactSupport


def test_progress_names_the_stage_and_goes_from_0_to_100(shop):
    shop.install(shop.app())
    staging = [one for one in shop.call.reports if one.activity == "Staging Contoso.Tool"]
    assert [one.percent_complete for one in staging] == [50, 100]


def test_a_machine_without_deployment_refuses_in_the_plan(shop):
    shop.packages.refused = HostError("This machine deploys nothing.", code=ErrorCode.HostCannot)
    planned = shop.plan_install(shop.app())
    assert planned.plan.error is not None
    assert planned.plan.error.code == ErrorCode.HostCannot.hex
    assert shop.execute(planned).error is shop.packages.refused
    assert shop.asked() == []


def test_a_file_that_is_no_package_is_refused_before_anything_is_deployed(shop):
    (shop.folder / "app.msix").write_bytes(b"MZ" * 1000)
    outcome = shop.install(shop.app())
    assert outcome.error is not None
    assert outcome.error.code is ErrorCode.AppxCorruptContent
    assert "'app.msix' cannot be read" in outcome.error.text
    assert shop.asked() == []


def test_a_plan_shows_what_is_deployed_for_whom(shop):
    steps = shop.plan_install(shop.app(), FOR_ALL).plan.steps
    assert [one.kind for one in steps] == ["Download", "Verify", "Deploy"]
    assert steps[-1].description.endswith("app.msix for all users")


def test_an_uninstall_removes_the_package_of_the_user(shop):
    shop.has(shop.full_name)
    outcome = shop.execute(shop.plan_uninstall("Contoso.Tool", entry=shop.entry()))
    assert outcome.error is None
    ((name, target, options),) = shop.packages.calls
    assert (name, target, options.remove_for_all_users) == ("remove", shop.full_name, False)


def test_what_every_new_user_gets_is_taken_from_all(shop):
    shop.has(shop.full_name)
    shop.packages.provisioned = shop.packages.there
    assert shop.execute(shop.plan_uninstall("Contoso.Tool", entry=shop.entry())).error is None
    assert shop.asked() == ["deprovision", "remove"]
    assert shop.packages.calls[-1][2].remove_for_all_users


@pytest.mark.parametrize("refused", [False, True])
def test_where_windows_does_not_tell_what_new_users_get_it_is_asked_to_give_them_none(shop, refused):
    """Windows before Windows 10 2004 does not tell it to anybody."""
    shop.has(shop.full_name)
    shop.packages.raises["find_provisioned"] = HostError("No.", code=ErrorCode.HostCannot)
    if refused:
        shop.packages.answers["deprovision"] = [answer(ErrorCode.InstallPackageNotFound)]
    options = UninstallOptions(scope=Scope.machine)
    outcome = shop.execute(shop.plan_uninstall("Contoso.Tool", options, shop.entry()))
    assert outcome.error is None
    assert shop.asked() == ["deprovision", "remove"]
    assert any("New users may still get" in one for one in outcome.warnings) == refused


def test_of_what_is_for_both_the_user_s_alone_can_be_removed(shop):
    shop.has(shop.full_name)
    shop.packages.provisioned = shop.packages.there
    options = UninstallOptions(scope=Scope.user)
    assert shop.execute(shop.plan_uninstall("Contoso.Tool", options, shop.entry())).error is None
    assert shop.asked() == ["remove"]


def test_who_may_not_change_it_for_all_removes_his_own(user_shop):
    user_shop.has(user_shop.full_name)
    user_shop.packages.provisioned = user_shop.packages.there
    assert user_shop.execute(user_shop.plan_uninstall("Contoso.Tool", entry=user_shop.entry())).error is None
    assert user_shop.asked() == ["remove"]


def test_whom_windows_does_not_tell_what_new_users_get_installs_and_removes_his_own(user_shop):
    user_shop.packages.raises["find_provisioned"] = HostError("No.", code=ErrorCode.CommandRequiresAdmin)
    assert user_shop.execute(user_shop.plan_install(user_shop.app())).error is None
    assert user_shop.asked() == ["add"]
    user_shop.has(user_shop.full_name)
    assert user_shop.execute(user_shop.plan_uninstall("Contoso.Tool", entry=user_shop.entry())).error is None
    assert user_shop.asked() == ["add", "remove"]


def test_of_several_packages_of_a_family_none_is_removed_where_it_is_not_clear_which(shop):
    names = [f"Contoso.Tool_{version}_x64__{shop.family[-13:]}" for version in ("1.0.0.0", "2.0.0.0")]
    shop.has(names[0])
    entry = shop.entry()
    planned = shop.plan_uninstall("Contoso.Tool", entry=entry)
    other = [name.replace("x64", "x86") for name in names]
    shop.has(*other)
    script = planned.work.script(shop.host, Workplace(shop.host, 1), None, lambda: None)
    assert script.steps == []
    assert "several packages" in script.warnings[0]


def test_a_package_that_is_gone_when_it_is_removed_is_a_success(shop):
    shop.has(shop.full_name)
    shop.packages.answers["remove"] = [answer(ErrorCode.InstallPackageNotFound)]
    outcome = shop.execute(shop.plan_uninstall("Contoso.Tool", entry=shop.entry()))
    assert outcome.error is None
    assert "nothing had to be removed" in outcome.warnings[0]


def test_a_plan_is_stale_when_the_family_has_changed(shop):
    shop.has(shop.full_name)
    planned = shop.plan_uninstall("Contoso.Tool", entry=shop.entry())
    shop.has(shop.full_name.replace("1.2.3.4", "1.2.3.5"))
    error = shop.execute(planned).error
    assert error is not None
    assert error.code is ErrorCode.PlanStale


@pytest.fixture
def served(shop, monkeypatch):
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
    with range_server(shop.folder) as server:
        yield server


def test_a_package_is_read_where_it_lies_when_the_manifest_says_by_which_signature_it_is_known(shop, served):
    outcome = shop.install(shop.on_server(served.address, SignatureSha256=shop.signature))
    assert outcome.error is None
    ((_, uri, options),) = shop.packages.calls
    assert uri == f"{served.address}/app.msix"
    assert options.expected_digests == {uri: f"digest of {shop.file.stat().st_size} bytes"}
    assert all(asked for asked in served.requests), "the whole file was never asked for"


@pytest.mark.parametrize("why", ["no signature hash", "no ranges", "no pinning", "no digest", "a proxy"])
def test_else_it_is_downloaded_and_verified_by_its_own_hash(shop, served, why):
    more = {} if why == "no signature hash" else {"SignatureSha256": shop.signature}
    if why == "no ranges":
        served.has_ranges = False
    if why == "no pinning":
        shop.packages.features.remove(Feature.expected_digests)
    if why == "no digest":
        shop.packages.digest = lambda _package: None
    if why == "a proxy":
        shop.call.proxy = Proxy(http=served.address)
    outcome = shop.install(shop.on_server(served.address, **more))
    assert outcome.error is None
    ((_, uri, _),) = shop.packages.calls
    assert uri.startswith("file:")


@pytest.mark.parametrize("has_ranges", [True, False])
def test_another_signature_than_the_manifest_says_is_a_hash_mismatch(shop, served, has_ranges):
    served.has_ranges = has_ranges
    outcome = shop.install(shop.on_server(served.address, SignatureSha256="0" * 64))
    assert outcome.error is not None
    assert outcome.error.code is ErrorCode.InstallerHashMismatch
    assert shop.asked() == []


@pytest.mark.parametrize("has_ranges", [True, False])
def test_another_signature_is_taken_with_a_warning_where_that_was_allowed(shop, served, has_ranges):
    served.has_ranges = has_ranges
    manifest = shop.on_server(served.address, SignatureSha256="0" * 64)
    outcome = shop.install(manifest, InstallOptions(allow_hash_mismatch=True))
    assert outcome.error is None
    assert "signature hash" in shop.call.warnings()[0]


def test_the_plan_says_that_only_what_is_new_is_read_and_its_signature_compared(shop, served):
    in_place = shop.plan_install(shop.on_server(served.address, SignatureSha256=shop.signature)).plan.steps
    assert [one.kind for one in in_place] == ["Download", "Verify", "Deploy"]
    assert in_place[0].description.startswith("Read what is not here of http://")
    assert in_place[1].target == shop.signature.upper()
    whole = shop.plan_install(shop.on_server(served.address)).plan.steps
    assert whole[0].description.startswith("Download http://")
    assert shop.signature.upper() not in whole[1].description


def test_what_an_update_needed_not_to_transfer_is_said(shop, served):
    shop.packages.answers["add"] = [DeploymentAnswer(fetched_bytes=1_000, total_bytes=10_000, saved_bytes=9_000)]
    outcome = shop.install(shop.on_server(served.address, SignatureSha256=shop.signature))
    assert (outcome.fetched_bytes, outcome.saved_bytes) == (1_000, 9_000)
    said = [text for level, text, _ in shop.call.messages if level == "Information"]
    assert any("1000 B were needed; 8.8 KB (90 %) were there already" in text for text in said)


def test_a_package_of_the_user_is_known_by_its_family_in_the_record(shop):
    shop.install(shop.app())
    (record,) = tracked_packages(shop.host.state_folder(), lambda _text: None)
    assert (record.product_code, record.scope) == (shop.family, "User")
    shop.has(shop.full_name)
    shop.execute(shop.plan_uninstall("Contoso.Tool", entry=shop.entry()))
    assert tracked_packages(shop.host.state_folder(), lambda _text: None) == []


@pytest.mark.parametrize("kind", ["msix", "msstore"])
def test_an_entry_that_only_says_it_is_a_package_is_neither_removed_nor_repaired(shop, kind):
    values = {"DisplayName": "Odd", "DisplayVersion": "1.0", "WinGetInstallerType": kind}
    for name, text in values.items():
        shop.host.registry.set_value(Hive.user, f"{UNINSTALL_KEY}\\Odd", name, RegistryValue("sz", text))
    (entry,) = [one for one in installed_entries(shop.host) if one.name == "Odd"]
    with pytest.raises(OperationError) as caught:
        shop.plan_uninstall("Odd", entry=entry)
    assert caught.value.code is ErrorCode.NoUninstallInfoFound
    task = RepairTask(package="Odd", installed=entry, origin=Origin(name="", identifier=""))
    with pytest.raises(OperationError):
        technology_of_installed(kind).repair(shop.host, task)
    assert shop.asked() == []
