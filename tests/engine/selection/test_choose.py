"""Which installer a user gets, and what he is told of the others."""

import pytest

from wingetpy.errors import ErrorCode
from wingetpy.hosts.facts import MachineFacts
from wingetpy.manifests.installer import AppsAndFeaturesEntry, Installer, Markets
from wingetpy.model.scope import Scope
from wingetpy.selection.choose import choose_installer
from wingetpy.selection.flags import Flag
from wingetpy.selection.wishes import InstalledFacts, Wishes
from wingetpy.settings.model import InstallerWishes

X64 = MachineFacts(architecture="x64", emulated_architectures=("x86",), os_version="10.0.19045")
ARM64 = MachineFacts(architecture="arm64", emulated_architectures=("x86", "x64"), os_version="10.0.22631")
NOTHING = Wishes()


def installer(architecture="x64", installer_type="exe", **more) -> Installer:
    return Installer(architecture=architecture, installer_type=installer_type, **more)


def chosen(installers, wishes=NOTHING, facts=X64) -> int | None:
    return choose_installer(installers, facts, wishes).index


def flags(one, wishes=NOTHING, facts=X64) -> Flag:
    choice = choose_installer([one], facts, wishes)
    return choice.rejected[0].flags if choice.rejected else Flag(0)


def test_a_manifest_without_installers_has_no_choice():
    choice = choose_installer([], X64, NOTHING)
    assert (choice.installer, choice.index, choice.rejected) == (None, None, ())
    assert choice.code is ErrorCode.NoApplicableInstaller


@pytest.mark.parametrize(
    ("facts", "runs"),
    [
        (X64, ["x64", "x86", "neutral"]),
        (MachineFacts(architecture="x64", os_version="10.0"), ["x64", "neutral"]),
        (ARM64, ["arm64", "x64", "x86", "neutral"]),
        (MachineFacts(architecture="arm64", os_version="10.0"), ["arm64", "neutral"]),
        (MachineFacts(architecture="x86", os_version="10.0"), ["x86", "neutral"]),
        (MachineFacts(architecture="arm", os_version="10.0"), ["arm", "neutral"]),
    ],
    ids=["x64", "x64 alone", "arm64", "arm64 alone", "x86", "arm"],
)
def test_a_machine_runs_its_own_architecture_first_and_then_what_it_emulates(facts, runs):
    remaining = ["neutral", "x86", "arm", "x64", "arm64", "unknown"]
    order = []
    while (index := chosen([installer(one) for one in remaining], facts=facts)) is not None:
        order.append(remaining.pop(index))
    assert order == runs


def test_an_installer_may_refuse_a_machine_that_emulates_its_architecture():
    one = installer("x64", unsupported_os_architectures=("arm64",))
    assert flags(one, facts=ARM64) == Flag.MachineArchitecture
    assert flags(one, facts=X64) == Flag(0)


def test_an_architecture_that_does_not_run_here_is_refused_even_when_it_is_asked_for():
    choice = choose_installer([installer("arm64"), installer("x64")], X64, Wishes(architectures=("arm64",)))
    assert choice.installer is None
    assert choice.rejected[0].reasons == ("is for arm64, which does not run here",)
    assert choice.rejected[1].reasons == ("is for x64 but must be arm64, which does not run here",)


def test_settings_order_and_require_architectures():
    both = [installer("x64"), installer("x86"), installer("neutral")]
    assert chosen(both, Wishes(preferences=InstallerWishes(architectures=("x86",)))) == 1
    assert chosen(both, Wishes(requirements=InstallerWishes(architectures=("neutral",)))) == 2
    assert chosen(both, Wishes(requirements=InstallerWishes(architectures=("neutral",)), architectures=("X86",))) == 1


def test_an_update_keeps_the_architecture_that_is_installed_if_it_can():
    installed = Wishes(installed=InstalledFacts(architecture="x86"))
    assert chosen([installer("x64"), installer("x86")], installed) == 1
    assert chosen([installer("x64"), installer("neutral")], installed) == 0


def test_the_system_must_be_new_enough():
    assert flags(installer(minimum_os_version="10.0.19045.0")) == Flag(0)
    assert flags(installer(minimum_os_version="10.0.22000.0")) == Flag.OSVersion
    old = MachineFacts(architecture="x64", os_version="10.0.17763")
    assert flags(installer(installer_type="portable"), facts=old) == Flag.OSVersion
    assert flags(installer(installer_type="zip", nested_installer_type="portable"), facts=old) == Flag.OSVersion
    assert flags(installer(), facts=old) == Flag(0)


@pytest.mark.parametrize(
    ("markets", "fits"),
    [
        (Markets(), True),
        (Markets(allowed_markets=("US",)), True),
        (Markets(allowed_markets=("us",)), True),
        (Markets(allowed_markets=("DE",)), False),
        (Markets(excluded_markets=("DE",)), True),
        (Markets(excluded_markets=("US",)), False),
        (Markets(allowed_markets=("US",), excluded_markets=("US",)), False),
    ],
)
def test_a_market_must_be_allowed_and_the_excluded_list_wins(markets, fits):
    assert (flags(installer(markets=markets)) == Flag(0)) is fits


def test_the_scope_that_is_asked_for_must_be_met():
    installers = [installer(), installer(scope="machine"), installer(scope="user")]
    assert chosen(installers) == 2
    assert chosen(installers, Wishes(scope=Scope.machine)) == 1
    assert chosen(installers, Wishes(preferences=InstallerWishes(scope=Scope.machine))) == 1
    assert chosen(installers[:1], Wishes(scope=Scope.user)) is None
    assert chosen(installers[:1], Wishes(scope=Scope.user, allow_unknown_scope=True)) == 0
    assert chosen(installers[:2], Wishes(requirements=InstallerWishes(scope=Scope.user))) is None


@pytest.mark.parametrize("kind", ["portable", "msix", "font", "msstore"])
def test_what_goes_where_it_is_told_to_fits_any_scope(kind):
    one = installer(installer_type=kind, scope="user")
    assert flags(one, Wishes(scope=Scope.machine)) == Flag(0)
    assert flags(one, Wishes(installed=InstalledFacts(scope=Scope.machine))) == Flag(0)


def test_an_update_stays_in_the_scope_that_is_installed():
    installed = Wishes(installed=InstalledFacts(scope=Scope.machine))
    assert flags(installer(scope="user"), installed) == Flag.InstalledScope
    assert flags(installer(), installed) == Flag(0)


@pytest.mark.parametrize(
    ("installed", "fitting"),
    [
        ("exe", {"exe", "inno", "nullsoft", "burn"}),
        ("msi", {"msi", "wix"}),
        ("msix", {"msix", "msstore"}),
        ("portable", {"portable"}),
        ("MSI", {"msi", "wix"}),
        ("something new", set()),
    ],
)
def test_an_update_follows_on_a_technology_of_its_kind(installed, fitting):
    kinds = ["exe", "inno", "nullsoft", "burn", "msi", "wix", "msix", "msstore", "portable", "font", "unknown"]
    wishes = Wishes(installed=InstalledFacts(installer_type=installed))
    assert {kind for kind in kinds if flags(installer(installer_type=kind), wishes) == Flag(0)} == fitting


def test_an_exe_that_contains_an_msi_updates_an_msi():
    one = installer(apps_and_features_entries=(AppsAndFeaturesEntry(installer_type="wix"),))
    assert flags(one, Wishes(installed=InstalledFacts(installer_type="msi"))) == Flag(0)


def test_an_asked_locale_must_be_the_same_and_an_installed_one_compatible():
    german, british, none = installer(installer_locale="de-DE"), installer(installer_locale="en-GB"), installer()
    assert chosen([none, german, british]) == 2
    assert chosen([none, british, german], Wishes(locale="de-de")) == 2
    assert chosen([none, german], Wishes(locale="en-US")) is None
    language, austrian = installer(installer_locale="de"), installer(installer_locale="de-AT")
    assert chosen([none, language, austrian], Wishes(locale="de-DE")) == 1
    assert chosen([language, german], Wishes(locale="de-DE")) == 1
    assert chosen([german, austrian], Wishes(locale="de")) is None
    assert chosen([none, british], Wishes(requirements=InstallerWishes(locales=("fr-FR", "en-GB")))) == 1
    assert chosen([british, none, german], Wishes(preferences=InstallerWishes(locales=("fr-FR", "de-DE")))) == 2
    installed = Wishes(installed=InstalledFacts(locale="de-AT"))
    assert chosen([british, none, german], installed) == 2
    assert flags(british, installed) == Flag.InstalledLocale
    assert flags(british, Wishes(installed=InstalledFacts(wanted_locale="en-US"))) == Flag.InstalledLocale


def test_what_nobody_understands_is_worse_than_what_says_no_language():
    assert chosen([installer(installer_locale="fr-FR"), installer()]) == 1


def test_an_appx_is_an_msix_for_who_asks_for_it():
    assert flags(installer(installer_type="msix"), Wishes(installer_type="Appx")) == Flag(0)


def test_the_installer_type_may_be_that_of_the_archive_or_of_what_is_in_it():
    packed = installer(installer_type="zip", nested_installer_type="inno")
    for kind in ("zip", "inno", "INNO"):
        assert flags(packed, Wishes(installer_type=kind)) == Flag(0)
    assert flags(packed, Wishes(installer_type="msi")) == Flag.InstallerType
    assert (
        chosen([installer(installer_type="msi"), packed], Wishes(preferences=InstallerWishes(installer_types=("zip",))))
        == 1
    )


def test_elevation_that_is_forbidden_or_missing_has_its_own_code():
    forbidden = installer(elevation_requirement="elevationProhibited")
    required = installer(elevation_requirement="elevationRequired")
    elevated = MachineFacts(architecture="x64", os_version="10.0.19045", elevated=True)
    assert choose_installer([forbidden], elevated, NOTHING).code is ErrorCode.InstallerProhibitsElevation
    alone = MachineFacts(architecture="x64", os_version="10.0.19045", interactive=False)
    assert choose_installer([required], alone, NOTHING).code is ErrorCode.CommandRequiresAdmin
    assert choose_installer([installer("arm64", elevation_requirement="elevationRequired")], alone, NOTHING).code is (
        ErrorCode.NoApplicableInstaller
    )
    assert chosen([forbidden, required], facts=elevated) == 1
    assert chosen([forbidden, required], facts=X64) == 0
    assert chosen([installer(elevation_requirement="elevatesSelf")]) == 0


def test_everything_that_is_against_an_installer_is_told():
    one = installer(
        "arm64",
        scope="user",
        installer_locale="es-MX",
        minimum_os_version="10.0.99999.0",
        markets=Markets(excluded_markets=("US",)),
    )
    wishes = Wishes(scope=Scope.machine, locale="en-GB", installer_type="msi")
    choice = choose_installer([one], X64, wishes)
    assert choice.rejected[0].flags == (
        Flag.OSVersion | Flag.Market | Flag.Locale | Flag.Scope | Flag.MachineArchitecture | Flag.InstallerType
    )
    error = choice.not_applicable("Some.Tool")
    assert error.code is ErrorCode.NoApplicableInstaller
    assert error.target == "Some.Tool"
    for part in (
        "arm64 exe, scope user, es-MX",
        "needs Windows 10.0.99999.0",
        "market US",
        "must be en-GB",
        "of type exe",
    ):
        assert part in error.text


def test_those_that_were_outranked_are_told_why():
    choice = choose_installer(
        [installer("x86"), installer("x64", scope="machine"), installer("arm64"), installer("x64")], X64, NOTHING
    )
    assert choice.index == 1
    assert [one.index for one in choice.rejected] == [2]
    assert [one.index for one in choice.outranked] == [0, 3]
    assert [one.index for one in choice.fell_out] == [0, 2, 3]
    assert "by its architecture" in choice.outranked[0].reasons[0]
    assert choice.outranked[0].flags == Flag(0)
    assert "nothing makes it better" in choice.outranked[1].reasons[0]


@pytest.mark.parametrize("kind", ["exe", "inno", "nullsoft", "burn", "msi", "wix"])
def test_a_program_that_needs_rights_fits_where_windows_can_ask_for_them(kind: str) -> None:
    facts = MachineFacts(architecture="x64", os_version="10.0.19045", interactive=True)
    required = installer(installer_type=kind, elevation_requirement="elevationRequired")
    assert choose_installer([required], facts, NOTHING).installer is not None
