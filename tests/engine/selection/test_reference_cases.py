"""The reference client's own cases of choosing an installer."""

from functools import reduce
from operator import or_

import pytest

from kit.data import cases
from wingetpy.hosts.facts import MachineFacts
from wingetpy.manifests.installer import Installer, Markets
from wingetpy.model.scope import Scope
from wingetpy.selection.choose import choose_installer
from wingetpy.selection.flags import Flag
from wingetpy.selection.wishes import InstalledFacts, Wishes
from wingetpy.settings.model import InstallerWishes

CASES = cases("selection")
FACTS = MachineFacts(architecture="x64", emulated_architectures=("x86",), os_version="10.0.22631", locales=("en-US",))


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_the_reference_chooses_the_same_and_refuses_for_the_same_reasons(case):
    choice = choose_installer([read_installer(one) for one in case["installers"]], FACTS, read_wishes(case))
    assert (case["installers"][choice.index]["id"] if choice.installer else None) == case["expected"]
    expected = [reduce(or_, (Flag[name] for name in names)) for names in case["rejected"]]
    assert [rejection.flags for rejection in choice.rejected] == expected


def read_installer(one) -> Installer:
    return Installer(
        architecture=one["arch"],
        installer_type=one["type"],
        nested_installer_type=one.get("nested_type"),
        scope=one.get("scope"),
        installer_locale=one.get("locale"),
        minimum_os_version=one.get("min_os"),
        unsupported_os_architectures=tuple(one.get("unsupported_os_architectures", ())),
        markets=Markets(
            allowed_markets=tuple(one.get("allowed_markets", ())),
            excluded_markets=tuple(one.get("excluded_markets", ())),
        ),
    )


def read_wishes(case) -> Wishes:
    args, settings, installed = (case.get(part, {}) for part in ("args", "settings", "installed"))
    known = {
        "scope", "locale", "allowed_architectures", "allow_unknown_scope", "installer_type",
        "scope_preference", "locale_preference", "type_preference", "type_requirement",
        "InstalledScope", "InstalledType", "InstalledLocale", "InstalledArchitecture",
        "UserIntentLocale", "UserIntentArchitecture",
    }  # fmt: skip
    assert {*args, *settings, *installed} <= known, "a case asks for what this test does not pass on"
    return Wishes(
        scope=Scope.parse(args["scope"]) if "scope" in args else None,
        allow_unknown_scope=args.get("allow_unknown_scope", False),
        architectures=tuple(args.get("allowed_architectures", ())),
        installer_type=args.get("installer_type"),
        locale=args.get("locale"),
        requirements=InstallerWishes(installer_types=tuple(settings.get("type_requirement", ()))),
        preferences=InstallerWishes(
            scope=Scope.parse(settings["scope_preference"]) if "scope_preference" in settings else None,
            locales=tuple(settings.get("locale_preference", ())),
            installer_types=tuple(settings.get("type_preference", ())),
        ),
        installed=InstalledFacts(
            scope=Scope.parse(installed["InstalledScope"]) if "InstalledScope" in installed else None,
            installer_type=installed.get("InstalledType"),
            locale=installed.get("InstalledLocale"),
            architecture=installed.get("InstalledArchitecture"),
            wanted_locale=installed.get("UserIntentLocale"),
            wanted_architecture=installed.get("UserIntentArchitecture"),
        ),
    )
