"""An .appinstaller file brings the package and all that it names."""

from __future__ import annotations

from kit.msix_manifests import Traits
from kit.package_store import PackageStore, error_of
from wingetpy.errors import ErrorCode

FRAME, EXTRA = Traits(framework=True), Traits(main=("Contoso.Tool", ""))


def write(store: PackageStore, name: str = "tool.appinstaller", *, version: str = "1.0.0.0", own_uri: str = "") -> str:
    """Write a file that names a tool, its framework and an optional package."""

    def named(element: str, package: str, uri: str, version: str = "1.0.0.0") -> str:
        return (
            f'<{element} Name="{package}" Publisher="{store.publisher}" Version="{version}" Uri="{uri}"'
            ' ProcessorArchitecture="neutral"/>'
        )

    frame = store.package("Contoso.Frame", traits=FRAME)
    extra = store.package("Contoso.Extra", traits=EXTRA)
    tool = store.package(traits=Traits(needs=(store.needs("Contoso.Frame"),)))
    uri = f' Uri="{own_uri}"' if own_uri else ""
    path = store.folder / name
    path.write_text(
        f'<AppInstaller xmlns="http://schemas.microsoft.com/appx/appinstaller/2018" Version="1.0.0.0"{uri}>'
        + named("MainPackage", "Contoso.Tool", tool, version)
        + f"<Dependencies>{named('Package', 'Contoso.Frame', frame)}</Dependencies>"
        + f"<OptionalPackages>{named('Package', 'Contoso.Extra', extra)}</OptionalPackages></AppInstaller>"
    )
    return path.as_uri()


def test_all_that_it_names_is_installed(store: PackageStore) -> None:
    assert store.add(write(store)).is_registered
    assert store.mine() == ["Contoso.Extra 1.0.0.0", "Contoso.Frame 1.0.0.0", "Contoso.Tool 1.0.0.0"]


def test_limited_to_existing_packages_nothing_new_comes_along(store: PackageStore) -> None:
    assert store.add(write(store), limit_to_existing_packages=True).is_registered
    assert store.mine() == ["Contoso.Frame 1.0.0.0", "Contoso.Tool 1.0.0.0"]


def test_another_package_than_it_names_is_refused(store: PackageStore) -> None:
    assert error_of(store.add(write(store, version="2.0.0.0")))[0] is ErrorCode.PackageNameMismatch
    assert store.all() == []


def test_it_is_read_where_it_says_that_it_is(store: PackageStore) -> None:
    elsewhere = write(store, "elsewhere.appinstaller")
    assert store.add(write(store, own_uri=elsewhere)).is_registered
    assert elsewhere in store.opened


def test_a_file_that_is_none_is_refused(store: PackageStore) -> None:
    path = store.folder / "none.appinstaller"
    path.write_text("<AppInstaller/>")
    answer = store.add(path.as_uri())
    assert error_of(answer) == (ErrorCode.InstallOpenPackageFailed, ErrorCode.AppxInvalidAppInstaller)
