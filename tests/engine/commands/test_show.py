"""What `package/show` says of installers, and why none fits."""

from __future__ import annotations

import pytest

from kit.place import Place
from wingetpy.commands.package_show import PackageDetail, ShownDependency
from wingetpy.errors import BadRequest, EngineError


def shown(place: Place, **params: object) -> PackageDetail:
    detail = place.ask("package/show", **params)
    assert isinstance(detail, PackageDetail)
    return detail


def test_dependencies_and_commands_are_those_of_the_installer_that_would_be_taken(place: Place) -> None:
    place.package(
        "A.Tool",
        installer="""\
        Dependencies:
          PackageDependencies:
          - PackageIdentifier: B.Library
            MinimumVersion: "2.0"
          - PackageIdentifier: C.Library
          WindowsFeatures: [netfx3]
          ExternalDependencies: [Java]
        """,
    )
    place.open()
    detail = shown(place, Id="A.Tool")
    assert detail.error is None
    assert detail.commands == ("Tool",)
    assert detail.dependencies == (
        ShownDependency(kind="WindowsFeature", id="netfx3"),
        ShownDependency(kind="Package", id="B.Library", minimum_version="2.0"),
        ShownDependency(kind="Package", id="C.Library"),
        ShownDependency(kind="External", id="Java"),
    )


@pytest.mark.parametrize(
    ("wish", "reason"),
    [
        ({"Architecture": "arm64"}, "arm64"),
        ({"InstallerType": "msi"}, "msi"),
        ({"Locale": "de-DE"}, "de-DE"),
    ],
)
def test_a_package_no_installer_of_which_fits_is_shown_with_the_reason(
    place: Place, wish: dict[str, str], reason: str
) -> None:
    place.package("A.Tool", installer="InstallerLocale: en-US")
    place.open()
    detail = shown(place, Id="A.Tool", **wish)
    assert detail.version == "1.0"
    assert detail.error is not None
    assert detail.error.code == "0x8A150010"
    [rejected] = detail.rejected
    assert reason in "".join(rejected.reasons)
    assert detail.dependencies == ()


def test_a_manifest_and_criteria_exclude_each_other(place: Place) -> None:
    path = place.package("A.Tool")
    assert shown(place, Manifest=path).id == "A.Tool"
    for more in ({"Id": "A.Tool"}, {"Version": "1.0"}):
        with pytest.raises(BadRequest, match="exclude"):
            place.ask("package/show", Manifest=path, **more)


@pytest.mark.parametrize(
    ("method", "params"), [("package/show", {"Manifest": "a\0b"}), ("manifest/hash", {"Path": "a\0b"})]
)
def test_a_text_that_is_no_path_is_an_ordinary_error(place: Place, method: str, params: dict[str, str]) -> None:
    with pytest.raises(EngineError, match="cannot be read"):
        place.ask(method, **params)
