"""Installers that need administrator rights."""

from __future__ import annotations

from pathlib import Path

import pytest

from kit.program_shop import ProgramShop
from wingetpy.errors import ErrorCode, HostError
from wingetpy.hosts.sandbox import SandboxFacts
from wingetpy.installers.technology import InstallOptions

USER = SandboxFacts(elevated=False, interactive=True)


@pytest.fixture
def shop(tmp_path: Path) -> ProgramShop:
    return ProgramShop(tmp_path, USER)


def needs_rights(_line: str) -> int:
    raise HostError("The program asks for administrator rights.", code=ErrorCode.CommandRequiresAdmin)


def test_what_the_manifest_requires_is_asked_for(shop: ProgramShop) -> None:
    shop.writes("Setup")
    assert shop.install(shop.setup(ElevationRequirement="elevationRequired")).error is None
    assert shop.programs.elevated == shop.programs.ran


@pytest.mark.parametrize("requirement", ["elevatesSelf", "elevationProhibited"])
def test_what_asks_itself_or_must_not_have_rights_is_started_as_it_is(requirement: str, shop: ProgramShop) -> None:
    shop.writes("Setup")
    assert shop.install(shop.setup(ElevationRequirement=requirement)).error is None
    assert not shop.programs.elevated


def test_what_the_program_itself_wants_is_asked_for(shop: ProgramShop) -> None:
    shop.programs.then.append(needs_rights)
    shop.writes("Setup")
    assert shop.install(shop.setup()).error is None
    assert len(shop.programs.ran) == 2
    assert len(shop.programs.elevated) == 1


@pytest.mark.parametrize(("scope", "asked"), [("machine", 1), ("user", 0)])
def test_a_package_for_all_users_needs_rights(scope: str, asked: int, shop: ProgramShop) -> None:
    shop.writes("{0}", WindowsInstaller="1")
    assert shop.install(shop.setup(InstallerType="msi", Scope=scope)).error is None
    assert len(shop.programs.elevated) == asked


def test_its_removal_needs_them_too(shop: ProgramShop) -> None:
    entry = shop.entry("{B2C60A2F-7C3B-4A57-9E0C-7A2F2F1B0010}", WindowsInstaller="1")
    shop.removes("{B2C60A2F-7C3B-4A57-9E0C-7A2F2F1B0010}")
    assert shop.execute(shop.plan_removal(entry)).error is None
    assert len(shop.programs.elevated) == 1


def refused(shop: ProgramShop, options: InstallOptions) -> ErrorCode:
    planned = shop.plan_install(shop.setup(ElevationRequirement="elevationRequired"), options)
    assert planned.plan.error is not None
    outcome = shop.execute(planned)
    assert outcome.error is not None
    assert not shop.programs.ran
    return outcome.error.code


def test_where_nobody_may_be_asked_it_is_refused_before_anything_is_done(shop: ProgramShop) -> None:
    assert refused(shop, InstallOptions(may_ask=False)) is ErrorCode.CommandRequiresAdmin


def test_without_a_desktop_it_is_refused_before_anything_is_done(tmp_path: Path) -> None:
    shop = ProgramShop(tmp_path, SandboxFacts(elevated=False, interactive=False))
    assert refused(shop, InstallOptions()) is ErrorCode.CommandRequiresAdmin


def test_an_elevated_engine_asks_nobody(tmp_path: Path) -> None:
    shop = ProgramShop(tmp_path)
    shop.writes("Setup")
    options = InstallOptions(may_ask=False)
    assert shop.install(shop.setup(ElevationRequirement="elevationRequired"), options).error is None
    assert not shop.programs.elevated


def test_a_user_who_declines_has_his_own_code(shop: ProgramShop) -> None:
    def declined(_line: str) -> int:
        raise HostError("It was declined.", code=ErrorCode.InstallCancelledByUser)

    shop.programs.then.append(declined)
    outcome = shop.install(shop.setup(ElevationRequirement="elevationRequired"))
    assert outcome.error is not None
    assert outcome.error.code is ErrorCode.InstallCancelledByUser
    assert not outcome.changed
