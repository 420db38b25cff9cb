"""Fonts are installed for the user or the machine, listed, updated and removed, with nothing left behind."""

from __future__ import annotations

import hashlib
from pathlib import Path, PureWindowsPath

import pytest

from kit.archives import zipped
from kit.fonts import OPENTYPE, font, titled
from kit.manifests import nested_files, singleton
from kit.place import Place
from kit.shop import Shop
from wingetpy.errors import ErrorCode, OperationError
from wingetpy.hosts.registry import Hive, RegistryValue
from wingetpy.hosts.sandbox import Faults, SandboxFacts
from wingetpy.installers.technology import InstallOptions
from wingetpy.inventory.font import CLIENT, FONTS_KEY
from wingetpy.manifests.model import Manifest
from wingetpy.model.scope import Scope
from wingetpy.operations.outcome import Outcome

USER = PureWindowsPath(r"C:\Users\user\AppData\Local\Microsoft\Windows\Fonts") / CLIENT
MACHINE = PureWindowsPath(r"C:\Windows\Fonts") / CLIENT
PACKAGE = "Test.Font"


@pytest.fixture
def shop(tmp_path: Path) -> Shop:
    return Shop(tmp_path)


def made(shop: Shop, version: str, content: bytes, name: str = "test.ttf") -> Manifest:
    (shop.folder / version).mkdir(exist_ok=True)
    (shop.folder / version / name).write_bytes(content)
    return shop.manifest(f"{version}/{name}", version, PACKAGE, {"InstallerType": "font"})


def values(shop: Shop, hive: Hive = Hive.user, below: str = "") -> dict[str, object]:
    key = f"{FONTS_KEY}\\{below}" if below else FONTS_KEY
    return {name: one.data for name, one in (shop.host.registry.values(hive, key) or {}).items()}


def files(shop: Shop, folder: PureWindowsPath = USER) -> list[str]:
    native = shop.native(folder)
    return sorted(one.relative_to(native).as_posix() for one in native.rglob("*") if one.is_file())


def done(outcome: Outcome) -> None:
    assert outcome.error is None, outcome.error.text
    assert outcome.changed


def failed(outcome: Outcome, code: ErrorCode) -> None:
    assert outcome.error is not None
    assert outcome.error.code is code
    assert outcome.error.remedy


@pytest.mark.parametrize(
    ("scope", "hive", "folder"),
    [(Scope.user, Hive.user, USER), (Scope.machine, Hive.machine, MACHINE), (None, Hive.user, USER)],
)
def test_it_is_installed_listed_and_removed(
    shop: Shop, scope: Scope | None, hive: Hive, folder: PureWindowsPath
) -> None:
    manifest = made(shop, "1.0", font("Test Sans"))
    done(shop.install(made(shop, "0.1", font("Other")), InstallOptions(scope=scope)))
    done(shop.uninstall(PACKAGE))  # the folders and keys of fonts are there now
    before = shop.snapshot()
    done(shop.install(manifest, InstallOptions(scope=scope)))
    path = folder / PACKAGE / "1.0" / "test.ttf"
    assert shop.read(path) == font("Test Sans")
    assert values(shop, hive)["Test Sans (TrueType)"] == str(path)
    assert values(shop, hive, rf"{CLIENT}\{PACKAGE}\1.0") == {"Test Sans (TrueType)": str(path)}
    entry = shop.installed(PACKAGE)
    assert entry is not None
    assert (entry.version, entry.installer_type, entry.scope) == ("1.0", "font", scope or Scope.user)
    done(shop.uninstall(PACKAGE))
    assert shop.installed(PACKAGE) is None
    assert shop.snapshot() == before


def test_it_is_the_package_of_its_source(tmp_path: Path) -> None:
    place = Place(tmp_path)
    content = font("Test Sans")
    url, sha256 = place.shelf.write("files/test.ttf", content).as_uri(), hashlib.sha256(content).hexdigest()
    place.shelf.write("1.yaml", singleton(PACKAGE, "1.0", kind="font", url=url, sha256=sha256))
    place.open()
    assert place.install(Id=PACKAGE).status == "Ok"
    assert place.installed() == {PACKAGE: "1.0"}
    assert place.install(Id=PACKAGE).reason == "AlreadyInstalled"
    place.shelf.write("2.yaml", singleton(PACKAGE, "2.0", kind="font", url=url, sha256=sha256))
    place.open()
    [updated] = place.update(All=True)
    assert (updated.status, updated.version) == ("Ok", "2.0")
    assert place.installed() == {PACKAGE: "2.0"}
    assert [one.status for one in place.uninstall(Query=PACKAGE)] == ["Ok"]


def test_an_update_replaces_the_files(shop: Shop) -> None:
    done(shop.install(made(shop, "1.0", font("Test Sans"))))
    done(shop.update(made(shop, "2.0", font("Test Sans Neo", kind=OPENTYPE), "new.otf")))
    assert files(shop) == [f"{PACKAGE}/2.0/new.otf"]
    assert list(values(shop)) == ["Test Sans Neo (OpenType)"]
    done(shop.install(made(shop, "2.0", font("Test Sans Neo", kind=OPENTYPE), "new.otf"), InstallOptions(force=True)))
    assert files(shop) == [f"{PACKAGE}/2.0/new.otf"]
    done(shop.uninstall(PACKAGE))
    assert (files(shop), values(shop)) == ([], {})


def test_an_archive_brings_those_that_the_manifest_names(shop: Shop) -> None:
    (shop.folder / "fonts.zip").write_bytes(zipped({**titled(["One", "Two", "Three"]), "readme.txt": b"no font"}))
    fields = nested_files({"fonts\\One.ttf": "", "fonts\\Two.ttf": ""}, "font")
    done(shop.install(shop.manifest("fonts.zip", "1.0", PACKAGE, fields)))
    assert files(shop) == [f"{PACKAGE}/1.0/One.ttf", f"{PACKAGE}/1.0/Two.ttf"]
    assert sorted(values(shop)) == ["One (TrueType)", "Two (TrueType)"]


@pytest.mark.parametrize("path", ["..\\One.ttf", "C:\\One.ttf"])
def test_an_archive_whose_fonts_lie_outside_is_refused(shop: Shop, path: str) -> None:
    (shop.folder / "fonts.zip").write_bytes(zipped(titled(["One"])))
    with pytest.raises(OperationError) as caught:
        shop.install(shop.manifest("fonts.zip", "1.0", PACKAGE, nested_files({path: ""}, "font")))
    assert caught.value.code is ErrorCode.NestedInstallerInvalidPath


def test_a_program_that_a_manifest_calls_a_font_is_refused(shop: Shop) -> None:
    before = shop.snapshot()
    failed(shop.install(made(shop, "1.0", b"MZ a program", "setup.exe")), ErrorCode.FontFileNotSupported)
    assert shop.snapshot() == before


def test_a_font_of_somebody_else_is_not_replaced_without_force(shop: Shop) -> None:
    shop.host.registry.set_value(Hive.user, FONTS_KEY, "test sans (truetype)", RegistryValue("sz", "C:\\mine.ttf"))
    manifest = made(shop, "1.0", font("Test Sans"))
    failed(shop.install(manifest), ErrorCode.FontAlreadyInstalled)
    done(shop.install(manifest, InstallOptions(force=True)))


def test_the_machines_fonts_need_an_administrator(tmp_path: Path) -> None:
    shop = Shop(tmp_path, SandboxFacts(elevated=False))
    outcome = shop.install(made(shop, "1.0", font("Test Sans")), InstallOptions(scope=Scope.machine))
    failed(outcome, ErrorCode.CommandRequiresAdmin)


def test_a_record_that_names_a_foreign_file_removes_nothing_of_it(shop: Shop) -> None:
    foreign = shop.write(PureWindowsPath(r"C:\Windows\precious.dll"), b"precious")
    key = rf"{FONTS_KEY}\{CLIENT}\{PACKAGE}\1.0"
    shop.host.registry.set_value(Hive.user, key, "Precious", RegistryValue("sz", str(foreign)))
    done(shop.uninstall(PACKAGE))
    assert shop.read(foreign) == b"precious"
    assert shop.installed(PACKAGE) is None
    assert any("precious" in text for text in shop.call.warnings())


@pytest.mark.parametrize(
    "refused",
    [
        str(USER / PACKAGE / "2.0"),
        str(USER / PACKAGE / "2.0" / "test.ttf"),
        str(USER / PACKAGE / "1.0" / "test.ttf"),
        rf"HKCU\{FONTS_KEY}\Test Sans*",
        rf"HKCU\{FONTS_KEY}\{CLIENT}\{PACKAGE}\2.0*",
        rf"HKCU\{FONTS_KEY}\{CLIENT}\{PACKAGE}\1.0*",
        str(USER / PACKAGE / "1.0"),
    ],
)
def test_an_update_that_fails_in_the_middle_is_taken_back(shop: Shop, refused: str) -> None:
    done(shop.install(made(shop, "1.0", font("Test Sans"))))
    before = shop.snapshot()
    newer = made(shop, "2.0", font("Test Sans Neo"))
    shop.again(Faults(access_denied=(refused,)))
    outcome = shop.update(newer)
    assert outcome.error is not None
    assert shop.snapshot() == before
