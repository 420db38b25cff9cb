"""What -WhatIf says of packages is what comes of adding them, on the small machine's store."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from kit.certificates import Holder, publisher, subject
from kit.msix import make_bundle, make_package, publisher_text
from kit.msix_manifests import Needs, Traits
from kit.msix_shop import trust
from kit.place import Place
from wingetpy.hosts.sandbox import SandboxFacts
from wingetpy.msix.byte_source import FileBytes
from wingetpy.msix.identity import UNSIGNED_NAMESPACE
from wingetpy.msix.package import open_package


@pytest.fixture
def signer() -> Holder:
    return publisher()


@pytest.fixture
def place(tmp_path: Path, signer: Holder) -> Place:
    place = Place(tmp_path, SandboxFacts(elevated=True))
    trust(place.host.root, signer)
    return place


def plan(
    place: Place, target: Path | str, operation: str = "Add", **options: object
) -> tuple[str, str, str, str, str, str]:
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


@pytest.mark.parametrize("wrong", ["family", "version", ""])
def test_an_item_that_what_lies_at_its_uri_does_not_make_ready_is_refused(
    place: Place, signer: Holder, tmp_path: Path, wrong: str
) -> None:
    package = make_package(tmp_path / "app.msix", signer, version="1.0.0.0")
    with FileBytes(package) as source:
        family = open_package(source).identity.family_name
    item = {
        "PackageFamilyName": f"Other{family}" if wrong == "family" else family,
        "MinVersion": "2.0.0.0" if wrong == "version" else "1.0.0.0",
        "PackageUri": str(package),
    }
    set_ = {"Id": "one", "PackageSetItems": [item]}
    place.ask("msix/plan", Operation="EnsureIsReady", PackageSet=set_)
    foreseen = place.call.rows[0].error
    place.ask("msix/deploy", Operation="EnsureIsReady", PackageSet=set_)
    came = place.call.rows[-1].error
    assert (foreseen and foreseen.code) == (came and came.code)
    assert (foreseen.code if foreseen else "") == ("0x80073CF9" if wrong else "")


def test_a_bundle_without_a_fitting_package_shows_its_error(place: Place, signer: Holder, tmp_path: Path) -> None:
    arm = make_package(tmp_path / "arm.msix", signer, traits=Traits(architecture="arm64"))
    assert plan(place, make_bundle(tmp_path / "app.msixbundle", signer, [arm]))[5] == "0x80073D10"


@pytest.mark.parametrize(
    ("kind", "code"),
    [
        ("unsigned", "0x800B0100"),
        ("untrusted", "0x800B0109"),
        ("expired", "0x800B0101"),
        ("for another use", "0x800B0110"),
        ("of another publisher", "0x8007000B"),
        ("with another directory", "0x80096010"),
        ("for another architecture", "0x80073D10"),
        ("for a later Windows", "0x80073CFD"),
        ("signed as if it were not", "0x80073D2D"),
    ],
)
def test_what_the_machine_does_not_take_is_refused_as_it_will_be(
    place: Place, signer: Holder, tmp_path: Path, kind: str, code: str
) -> None:
    file = refused_package(place, signer, tmp_path / "app.msix", kind)
    assert plan(place, file)[5] == code
    place.ask("msix/add", Target=str(file))
    [row] = place.call.rows
    assert code in (row.error_code, row.extended_error_code)


def refused_package(place: Place, signer: Holder, file: Path, kind: str) -> Path:
    """Write a package with one fault."""
    day = timedelta(days=1)
    traits = {
        "for another architecture": Traits(architecture="arm64"),
        "for a later Windows": Traits(families=(("Windows.Desktop", "10.0.20348.0"),)),
    }
    publishers = {"of another publisher": "CN=Fabrikam"}
    match kind:
        case "unsigned":
            return make_package(file, None)
        case "untrusted":
            signer = publisher(name=subject("Unknown"))
        case "expired":
            signer = publisher(not_before=datetime.now(UTC) - 9 * day, not_after=datetime.now(UTC) - 2 * day)
        case "for another use":
            signer = publisher(usages=(ExtendedKeyUsageOID.SERVER_AUTH,))
        case "signed as if it were not":
            oid = UNSIGNED_NAMESPACE.removeprefix("OID.").removesuffix("=1")
            last = x509.NameAttribute(x509.ObjectIdentifier(oid), "1")
            signer = publisher(name=x509.Name([last, x509.NameAttribute(NameOID.COMMON_NAME, "Contoso")]))
    if kind != "untrusted":
        trust(place.host.root, signer)
    package = make_package(file, signer, traits=traits.get(kind), publisher=publishers.get(kind))
    if kind == "with another directory":
        content = bytearray(package.read_bytes())
        content[content.index(b"PK\1\2") + 12] ^= 1  # the time of its first file
        package.write_bytes(content)
    return package


def test_an_unsigned_package_of_its_namespace_is_added_where_that_is_allowed(place: Place, tmp_path: Path) -> None:
    file = make_package(tmp_path / "app.msix", None, publisher=f"CN=Contoso, {UNSIGNED_NAMESPACE}")
    assert plan(place, file)[5] == "0x800B0100"
    assert plan(place, file, AddOptions={"AllowUnsigned": True})[5] == ""
    other = make_package(tmp_path / "other.msix", None)
    assert plan(place, other, AddOptions={"AllowUnsigned": True})[5] == "0x80073D2C"


def test_a_package_that_is_not_the_expected_one_is_refused_as_it_will_be(
    place: Place, signer: Holder, tmp_path: Path
) -> None:
    file = make_package(tmp_path / "app.msix", signer)
    with FileBytes(file) as source:
        digest = place.host.packages.digest(source)
    assert plan(place, file, AddOptions={"ExpectedDigests": {file.as_uri(): digest}})[5] == ""
    assert plan(place, file, AddOptions={"ExpectedDigests": {file.as_uri(): "sha256:00"}})[5] == "0x80080219"


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


def test_a_framework_that_is_needed_is_not_removed_as_was_said(place: Place, signer: Holder, tmp_path: Path) -> None:
    need = Needs(name="Contoso.Runtime", publisher=publisher_text(signer))
    runtime = Traits(architecture="x64", framework=True)
    assert add(place, make_package(tmp_path / "runtime.msix", signer, name=need.name, traits=runtime)) == ""
    assert add(place, make_package(tmp_path / "app.msix", signer, traits=Traits(needs=(need,)))) == ""
    [framework, app] = sorted(place.host.packages.find(), key=lambda one: not one.is_framework)
    assert plan(place, framework.full_name, "Remove")[5] == "0x80073CF3"
    place.ask("msix/remove", Target=framework.family_name)
    assert place.call.rows[0].error_code == "0x80073CF3"
    place.ask("msix/remove", Target=app.full_name)
    assert plan(place, framework.full_name, "Remove")[5] == ""


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


@pytest.mark.parametrize("operation", ["Provision", "Deprovision", "Remove"])
def test_what_needs_administrator_rights_is_refused_as_it_will_be(
    signer: Holder, tmp_path: Path, operation: str
) -> None:
    place = Place(tmp_path, SandboxFacts(elevated=False))
    trust(place.host.root, signer)
    assert add(place, make_package(tmp_path / "app.msix", signer)) == ""
    [app] = place.host.packages.find()
    options = {"RemoveForAllUsers": True}
    wishes = {"RemoveOptions": options} if operation == "Remove" else {}
    assert plan(place, app.family_name, operation, **wishes)[5] == "0x80070005"
    if operation == "Remove":
        place.ask("msix/remove", Target=app.family_name, Options=options)
    else:
        place.ask("msix/deploy", Operation=operation, Target=app.family_name)
    [row] = place.call.rows
    assert row.error_code == "0x80070005"
    assert row.error.remedy.startswith("Run it with administrator rights.")


def test_a_user_without_rights_is_told_that_something_was_staged(signer: Holder, tmp_path: Path) -> None:
    place = Place(tmp_path, SandboxFacts(elevated=False))
    trust(place.host.root, signer)
    for expected in (True, False):
        place.ask("msix/deploy", Operation="Stage", Target=str(make_package(tmp_path / "app.msix", signer)))
        assert [row.changed for row in place.call.rows] == [expected]
