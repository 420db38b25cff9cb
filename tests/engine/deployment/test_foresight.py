"""What -WhatIf says of packages is what comes of adding them, on the small machine's store."""

from __future__ import annotations

from pathlib import Path

import pytest

from kit.certificates import Holder, publisher
from kit.msix import make_bundle, make_package, publisher_text
from kit.msix_manifests import Needs, Traits
from kit.msix_shop import trust
from kit.place import Place
from wingetpy.hosts.sandbox import SandboxFacts


@pytest.fixture
def signer() -> Holder:
    return publisher()


@pytest.fixture
def place(tmp_path: Path, signer: Holder) -> Place:
    place = Place(tmp_path, SandboxFacts(elevated=True))
    trust(place.host.root, signer)
    return place


def plan(place: Place, target: Path, operation: str = "Add", **options: object) -> tuple[str, str, str, str, str, str]:
    """Action, reason, versions, architecture and code of the one change that is foreseen."""
    place.ask("msix/plan", Operation=operation, Target=str(target), **options)
    [row] = place.call.rows
    return (
        row.action,
        row.reason,
        row.from_version,
        row.to_version,
        row.architecture,
        row.error.code if row.error else "",
    )


def add(place: Place, target: Path) -> str:
    """The code that adding a package ends with."""
    place.ask("msix/add", Target=str(target))
    code: str = place.call.rows[0].error_code
    return code


def test_of_a_bundle_the_application_that_fits_is_meant(place: Place, signer: Holder, tmp_path: Path) -> None:
    inside = [
        make_package(tmp_path / f"{one}.msix", signer, version="2.5.0.0", traits=Traits(architecture=one))
        for one in ("x86", "x64", "arm64")
    ]
    bundle = make_bundle(tmp_path / "app.msixbundle", signer, inside)
    assert plan(place, bundle) == ("Add", "", "", "2.5.0.0", "x64", "")
    assert add(place, bundle) == ""
    assert plan(place, bundle) == ("None", "Registered", "", "2.5.0.0", "x64", "")


def test_a_bundle_without_a_fitting_package_shows_its_error(place: Place, signer: Holder, tmp_path: Path) -> None:
    arm = make_package(tmp_path / "arm.msix", signer, traits=Traits(architecture="arm64"))
    assert plan(place, make_bundle(tmp_path / "app.msixbundle", signer, [arm]))[5] == "0x80073D10"


@pytest.mark.parametrize("operation", ["Add", "Stage"])
def test_the_same_name_with_other_content_is_refused_as_it_will_be(
    place: Place, signer: Holder, tmp_path: Path, operation: str
) -> None:
    first = make_package(tmp_path / "a.msix", signer)
    other = make_package(tmp_path / "b.msix", signer, [("tool.exe", b"MZ other")])
    assert add(place, first) == ""
    assert plan(place, other, operation)[5] == "0x80073CFB"
    assert plan(place, first, operation)[5] == ""
    assert add(place, other) == "0x80073CFB"


def test_a_missing_framework_is_named_before_anything_is_done(place: Place, signer: Holder, tmp_path: Path) -> None:
    need = Needs(name="Contoso.Runtime", publisher=publisher_text(signer), minimum="1.1.0.0")
    app = make_package(tmp_path / "app.msix", signer, traits=Traits(architecture="x64", needs=(need,)))

    def runtime(version: str) -> Path:
        traits = Traits(architecture="x64", framework=True)
        file = tmp_path / f"runtime-{version}.msix"
        return make_package(file, signer, name="Contoso.Runtime", version=version, traits=traits)

    assert add(place, runtime("1.0.0.0")) == ""
    assert plan(place, app)[5] == add(place, app) == "0x80073CF3"
    newer = runtime("1.2.0.0")
    assert plan(place, app, AddOptions={"DependencyPackageUris": [str(newer)]})[5] == ""
    assert add(place, newer) == ""
    assert plan(place, app)[5] == add(place, app) == ""


def test_the_same_version_for_another_architecture_takes_its_place(
    place: Place, signer: Holder, tmp_path: Path
) -> None:
    x86, x64 = (
        make_package(tmp_path / f"{one}.msix", signer, traits=Traits(architecture=one)) for one in ("x86", "x64")
    )
    assert add(place, x86) == ""
    assert plan(place, x64) == ("Update", "", "1.2.3.4", "1.2.3.4", "x64", "")
    assert add(place, x64) == ""


def test_an_older_version_is_not_staged_beside_a_newer_one(place: Place, signer: Holder, tmp_path: Path) -> None:
    def staged(file: Path, **options: object) -> int:
        place.ask("msix/deploy", Operation="Stage", Target=str(file), **options)
        assert [row.status for row in place.call.rows] == ["CompletedSuccess"]
        return len(place.host.packages.find(all_users=True))

    older, newer = (
        make_package(tmp_path / f"{one}.msix", signer, version=one, traits=Traits(architecture="x64"))
        for one in ("1.0.0.0", "2.0.0.0")
    )
    assert staged(newer) == 1
    assert plan(place, older, "Stage")[:2] == ("None", "NewerStaged")
    assert staged(older) == 1
    forced = {"ForceUpdateFromAnyVersion": True}
    assert plan(place, older, "Stage", StageOptions=forced)[:2] == ("Stage", "")
    assert staged(older, StageOptions=forced) == 2
