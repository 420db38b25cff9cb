"""What a manifest says of a package, and which manifests are refused."""

from __future__ import annotations

import pytest

from kit.certificates import publisher, subject
from kit.msix import make_package
from kit.msix_manifests import Needs, Traits, manifest_text
from wingetpy.errors import ErrorCode, MsixError
from wingetpy.msix.byte_source import FileBytes
from wingetpy.msix.identity import UNSIGNED_NAMESPACE, PackageIdentity, publisher_id
from wingetpy.msix.manifest import PackageKind, PackageManifest, parse_manifest
from wingetpy.msix.package import open_package
from wingetpy.msix.signer import check_namespace

MICROSOFT = "CN=Microsoft Corporation, O=Microsoft Corporation, L=Redmond, S=Washington, C=US"
RUNTIME = Needs(name="Microsoft.VCLibs.140.00", publisher=MICROSOFT, minimum="14.0.30704.0", max_major=14)


def read(traits: Traits | None = None, text: str = "") -> PackageManifest:
    return parse_manifest((text or manifest_text(traits=traits)).encode(), "made.msix")


def refused(text: str) -> MsixError:
    with pytest.raises(MsixError) as caught:
        parse_manifest(text.encode(), "made.msix")
    assert caught.value.code is ErrorCode.AppxInvalidManifest
    assert "made.msix" in caught.value.text
    return caught.value


def test_a_main_package_says_what_it_needs() -> None:
    optional = Needs(name="Contoso.Extra", publisher="CN=Contoso", optional=True)
    traits = Traits(
        architecture="x64",
        needs=(RUNTIME, optional),
        applications=("App", "Other.One"),
        capabilities=("internetClient", "rescap:runFullTrust"),
        languages=("en-US", "de-DE"),
        external=True,
        families=(("Windows.Universal", "10.0.17763.0"), ("Windows.Desktop", "10.0.19041.0")),
    )
    manifest = read(traits)
    assert manifest.kind is PackageKind.main
    assert manifest.identity.full_name == f"Contoso.Tool_1.2.3.4_x64__{publisher_id('CN=Contoso')}"
    runtime, extra = manifest.dependencies.frameworks
    assert runtime.family_name == "Microsoft.VCLibs.140.00_8wekyb3d8bbwe"
    assert (runtime.minimum, runtime.max_major, runtime.is_optional) == ("14.0.30704.0", 14, False)
    assert (extra.max_major, extra.is_optional) == (None, True)
    assert [one.id for one in manifest.applications] == ["App", "Other.One"]
    assert manifest.capabilities == ("internetClient", "runFullTrust")
    assert [one.language for one in manifest.resources] == ["en-US", "de-DE"]
    assert manifest.allows_external_content
    assert manifest.minimum_os_version == "10.0.17763.0"


def test_other_kinds_of_packages() -> None:
    assert read(Traits(framework=True)).kind is PackageKind.framework
    assert read(Traits(resource_package=True, scales=(200,))).resources[0].scale == 200
    assert read(Traits(resource_package=True)).kind is PackageKind.resource
    optional = read(Traits(main=("Contoso.Main", "")))
    assert optional.kind is PackageKind.optional
    assert optional.dependencies.main[0].family_name == f"Contoso.Main_{publisher_id('CN=Contoso')}"
    other = read(Traits(main=("Fabrikam.Main", "CN=Fabrikam"), modification=True))
    assert other.dependencies.main[0].publisher == "CN=Fabrikam"
    assert other.is_modification
    hosted = read(Traits(host_runtime=Needs(name="Contoso.Host", publisher="CN=Contoso")))
    assert hosted.dependencies.host_runtime[0].name == "Contoso.Host"


@pytest.mark.parametrize(
    "traits",
    [
        Traits(framework=True, resource_package=True),
        Traits(framework=True, main=("Contoso.Main", "")),
        Traits(framework=True, applications=("App",)),
        Traits(framework=True, capabilities=("internetClient",)),
        Traits(resource_package=True, applications=("App",)),
        Traits(resource_package=True, needs=(RUNTIME,)),
        Traits(applications=("1App",)),
        Traits(applications=("App", "app")),
        Traits(applications=("A" * 65,)),
        Traits(needs=(Needs(name="x", publisher="CN=A"),)),
        Traits(needs=(Needs(name="Contoso.Framework", publisher="CN=A", minimum="1.0"),)),
        Traits(needs=(Needs(name="Contoso.Framework", publisher=""),)),
        Traits(host_runtime=Needs(name="nul", publisher="CN=A")),
        Traits(display_name="n" * 257),
        Traits(families=()),
        Traits(families=(("Windows.Desktop", "10.0.65001.0"),)),
        Traits(families=(("", "10.0.17763.0"),)),
        Traits(architecture="mips"),
        Traits(resource="com1"),
    ],
    ids=str,
)
def test_a_manifest_that_contradicts_the_rules_is_refused(traits: Traits) -> None:
    refused(manifest_text(traits=traits))


def test_an_element_that_nobody_knows_is_refused_unless_it_may_be_skipped() -> None:
    strange = '<x:New xmlns:x="http://example.org/new"/></Package>'
    refused(manifest_text().replace("</Package>", strange))
    declared = manifest_text().replace("<Package ", '<Package xmlns:x="http://example.org/new" ')
    may = declared.replace('IgnorableNamespaces="', 'IgnorableNamespaces="x ').replace(
        "</Package>", "<x:New/></Package>"
    )
    assert read(text=may).identity.name == "Contoso.Tool"


@pytest.mark.parametrize(
    "name",
    [
        "Contoso",
        "CN=Contoso,O=Contoso",
        "CN = Contoso",
        "XX=Contoso",
        "CN=",
        "CN=A+B",
        "CN=A, ",
        'CN="A',
        "CN=a;b",
        "OID.1.a=1",
    ],
)
def test_a_publisher_that_is_no_subject_is_refused(name: str) -> None:
    assert "publisher" in refused(manifest_text(publisher=name)).text


@pytest.mark.parametrize(
    "name",
    [MICROSOFT, 'CN="Contoso, Inc.", O="A ""B"" C", C=US', "CN=Müller GmbH, C=DE", f"CN=Demo, {UNSIGNED_NAMESPACE}"],
)
def test_other_publishers_are_taken(name: str) -> None:
    assert read(text=manifest_text(publisher=name)).identity.publisher == name


def test_an_unsigned_package_has_a_publisher_of_such_packages() -> None:
    own = PackageIdentity("Contoso.Tool", f"CN=Demo, {UNSIGNED_NAMESPACE}", "1.0.0.0")
    other = PackageIdentity("Contoso.Tool", "CN=Demo", "1.0.0.0")
    check_namespace(own, is_signed=False, package="a.msix")
    check_namespace(other, is_signed=True, package="a.msix")
    with pytest.raises(MsixError) as caught:
        check_namespace(own, is_signed=True, package="a.msix")
    assert caught.value.code is ErrorCode.SignedPackageInvalidPublisherNamespace
    with pytest.raises(MsixError) as caught:
        check_namespace(other, is_signed=False, package="a.msix")
    assert caught.value.code is ErrorCode.UnsignedPackageInvalidPublisherNamespace


def test_a_package_keeps_all_of_it(tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.mktemp("made") / "a.msix"
    make_package(path, publisher(name=subject("Contoso")), traits=Traits(framework=True, architecture="x86"))
    with FileBytes(path) as source:
        package = open_package(source)
    assert package.manifest is not None
    assert package.manifest.is_framework
    assert package.identity.architecture == "x86"
