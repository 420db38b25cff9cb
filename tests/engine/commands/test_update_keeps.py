"""An update is of the scope and architecture of what is installed, whatever else the newer version offers."""

from __future__ import annotations

import itertools
import random
from pathlib import Path

import pytest

from kit.manifests import HASH
from kit.program_shop import ProgramPlace
from wingetpy.hosts.registry import Hive
from wingetpy.operations.plan import Plan

HEAD = """PackageIdentifier: Test.Tool
PackageVersion: '{version}'
PackageLocale: en-US
Publisher: Test Publisher
PackageName: Tool
License: MIT
ShortDescription: For tests
InstallerType: {kind}
Installers:
"""
INSTALLER = """- Architecture: {architecture}
  Scope: {scope}
  InstallerUrl: https://example.org/{scope}/{architecture}.exe
  InstallerSha256: {sha256}
"""
END = "ManifestType: singleton\nManifestVersion: 1.10.0\n"
SCOPES, ARCHITECTURES = ("user", "machine"), ("x64", "x86")
ALL = tuple(itertools.product(SCOPES, ARCHITECTURES))


@pytest.fixture
def place(tmp_path: Path) -> ProgramPlace:
    return ProgramPlace(tmp_path)


def offer(place: ProgramPlace, installers: list[tuple[str, str]], version: str = "2.0", kind: str = "exe") -> None:
    parts = [INSTALLER.format(scope=scope, architecture=one, sha256=HASH) for scope, one in installers]
    place.shelf.write(f"Test.Tool-{version}.yaml", HEAD.format(version=version, kind=kind) + "".join(parts) + END)
    place.open()


def update_plan(place: ProgramPlace, **wishes: object) -> Plan:
    plan = place.ask("package/plan", Operation="Update", Id="Test.Tool", **wishes)
    assert isinstance(plan, Plan)
    return plan


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize(("scope", "architecture"), [("machine", "x64"), ("machine", "x86")])
def test_of_a_program_for_all_users(scope: str, architecture: str, seed: int, place: ProgramPlace) -> None:
    offer(place, random.Random(seed).sample(ALL, len(ALL)))
    place.entry("Tool", "1.0", Hive.machine, 64 if architecture == "x64" else 32, Publisher="Test Publisher")
    plan = update_plan(place)
    assert (plan.action, plan.scope, plan.architecture) == ("Update", "Machine", architecture)
    assert plan.url == f"https://example.org/{scope}/{architecture}.exe"


@pytest.mark.parametrize("seed", range(4))
def test_of_a_program_for_the_user_whose_architecture_is_unknown(seed: int, place: ProgramPlace) -> None:
    offer(place, random.Random(seed).sample(ALL, len(ALL)))
    place.entry("Tool", "1.0", Hive.user, Publisher="Test Publisher")
    plan = update_plan(place)
    assert (plan.action, plan.url) == ("Update", "https://example.org/user/x64.exe")


def test_what_is_installed_for_the_user_is_not_updated_by_an_installer_for_all_users(place: ProgramPlace) -> None:
    offer(place, [("machine", "x64")])
    place.entry("Tool", "1.0", Hive.user, Publisher="Test Publisher")
    plan = update_plan(place)
    assert (plan.action, plan.reason) == ("None", "NoApplicableInstallers")
    assert plan.rejected[0].reasons == ("is for scope machine, what is installed has user",)


def test_the_architecture_that_was_asked_for_is_kept_where_the_machine_does_not_list_it(place: ProgramPlace) -> None:
    place.setup("Test.Tool", "1.0", lines="Architecture: x86\nScope: user")
    place.open()
    place.writes("Tool", "1.0", hive=Hive.user, Publisher="Test Publisher")
    assert place.install(Id="Test.Tool", Architecture="x86").status == "Ok"
    offer(place, [("user", "x64"), ("user", "x86")])
    plan = update_plan(place)
    assert (plan.from_version, plan.to_version, plan.architecture) == ("1.0", "2.0", "x86")
