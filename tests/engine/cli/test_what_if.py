"""What `--what-if` shows is what the change without it does."""

from __future__ import annotations

import pytest

from wingetpy.errors import ErrorCode

from .conftest import Line

NOTHING_NEWER = ErrorCode.UpdateNotApplicable
DEPENDS_ON_BASE = "Dependencies:\n    PackageDependencies:\n    - PackageIdentifier: C.Base"


def with_dependency(line: Line) -> None:
    line.place.package("A.Top", installer=f"  {DEPENDS_ON_BASE}")
    line.place.package("C.Base", root="Agreements:\n- AgreementLabel: Licence\n  Agreement: Be kind.")
    line.place.open()


def test_a_dependency_is_shown_with_its_installer_and_its_agreements(line: Line) -> None:
    with_dependency(line)
    ended = line.run("install", "A.Top", "--what-if", "--accept-package-agreements")
    assert ended.code == 0
    [plan] = line.run("install", "A.Top", "--what-if", "--format", "json").json
    [base] = plan["Dependencies"]
    shown = ended.out.partition("Dependencies:")[2].partition("Steps:")[0]
    assert base["Url"] in shown
    assert base["Sha256"] in shown
    assert "Base [C.Base]: Licence: Be kind." in ended.out


def test_the_tree_of_dependencies_has_every_level_and_marks_circles(line: Line) -> None:
    def needs(identifier: str) -> str:
        return f"  {DEPENDS_ON_BASE.replace('C.Base', identifier)}"

    line.place.package("A.Top", installer=needs("B.Middle"))
    line.place.package("B.Middle", installer=needs("C.Base"))
    line.place.package("C.Base", installer=needs("B.Middle"))
    line.place.open()
    shown = line.run("install", "A.Top", "--what-if").out.partition("Dependencies:")[2].partition("Steps:")[0]
    tree = [text for text in shown.splitlines() if "." in text and "Installer" not in text]
    assert tree == [
        "    Install: Middle [B.Middle] 1.0",
        "      Install: Base [C.Base] 1.0",
        "        B.Middle: depends on itself, by the packages above",
    ]


def test_dependencies_alone_are_no_install_of_the_package(line: Line) -> None:
    with_dependency(line)
    words = ("install", "A.Top", "--dependencies-only", "--accept-package-agreements")
    planned = line.run(*words, "--what-if")
    assert planned.out.startswith("Install the dependencies only: Top [A.Top]")
    assert "A.Top-1.0.exe" not in planned.out
    assert "its dependencies are installed, the package itself is not" in line.run(*words).out
    assert line.place.installed() == {"C.Base": "1.0"}


def test_what_is_installed_already_has_the_same_code(line: Line) -> None:
    line.run("install", "A.Anvil")
    assert line.run("install", "A.Anvil").code == NOTHING_NEWER
    planned = line.run("install", "A.Anvil", "--what-if")
    assert planned.code == NOTHING_NEWER
    assert "Nothing to do (AlreadyInstalled)" in planned.out
    assert line.run("install", "A.Anvil", "--what-if", "--format", "json").code == NOTHING_NEWER


@pytest.mark.parametrize("more", [(), ("--what-if",)])
def test_an_older_version_than_the_installed_one_is_refused_with_the_reason(line: Line, more: tuple[str, ...]) -> None:
    line.run("install", "A.Anvil")
    ended = line.run("install", "A.Anvil", "--version", "1.0", *more)
    assert ended.code == NOTHING_NEWER
    assert "Anvil [A.Anvil] 2.0 is installed, which is newer than 1.0." in ended.error
    assert "uninstall the newer one first, or use force" in ended.error
    assert "No newer package versions" not in ended.out
    assert line.run("install", "A.Anvil", "--version", "1.0", "--force").code == 0
    assert line.place.installed() == {"A.Anvil": "1.0"}


def test_the_version_that_is_installed_is_not_called_older(line: Line) -> None:
    line.run("install", "A.Anvil")
    ended = line.run("install", "A.Anvil", "--version", "2.0")
    assert "No newer package versions" in ended.out
    assert "is newer than" not in ended.error


def test_what_cannot_be_installed_is_not_called_nothing_to_do(line: Line) -> None:
    ended = line.run("install", "A.Anvil", "-a", "arm64", "--what-if")
    assert ended.out.startswith("Cannot install (NoApplicableInstallers): Anvil [A.Anvil]")
    assert ended.code == ErrorCode.NoApplicableInstaller


def test_an_installer_that_fits_less_well_is_not_called_unfit(line: Line) -> None:
    line.place.package("D.Two", installer="Scope: user")
    path = line.place.shelf.manifest("D.Two", "1.0")
    head, _, rest = path.read_text().partition("Installers:\n")
    installer, _, tail = rest.partition("ManifestType")
    other = installer.replace("Scope: user", "Scope: machine")
    path.write_text(f"{head}Installers:\n{installer}{other}ManifestType{tail}")
    line.place.open()
    out = line.run("install", "D.Two", "--what-if").out
    assert "Installers passed over:\n    x64 portable, scope machine: fits, and" in out
    assert "do not fit" not in out


@pytest.mark.parametrize("wish", [("-a", "x86"), ("--locale", "de"), ("--scope", "machine")])
def test_the_plans_of_all_updates_are_those_that_run(line: Line, wish: tuple[str, str]) -> None:
    line.run("install", "A.Anvil", "-v", "1.0")
    planned = line.run("upgrade", "--all", "--what-if", *wish)
    real = line.run("upgrade", "--all", *wish)
    assert (planned.code, planned.out) == (real.code, real.out)
    assert planned.error == real.error
    assert line.place.installed() == {"A.Anvil": "1.0"}


def test_what_a_plan_updates_as_a_dependency_has_no_plan_of_its_own(line: Line) -> None:
    needs = f"  {DEPENDS_ON_BASE}\n      MinimumVersion: '{{}}'"
    for version in ("1.0", "2.0"):
        line.place.package("A.Above", version, installer=needs.format(version))
        line.place.package("C.Base", version)
    line.place.open()
    line.run("install", "A.Above", "-v", "1.0", "--skip-dependencies")
    line.run("install", "C.Base", "-v", "1.0")
    plans = line.run("upgrade", "--all", "--what-if", "--format", "json").json
    assert [(one["Id"], [base["Id"] for base in one["Dependencies"]]) for one in plans] == [("A.Above", ["C.Base"])]
    assert [row["Id"] for row in line.run("upgrade", "--all", "--format", "json").json] == ["A.Above"]


def test_the_plans_of_all_installed_versions_are_shown(line: Line) -> None:
    for scope in ("user", "machine"):
        line.place.package("D.Two", installer=f"Scope: {scope}")
        line.place.open()
        assert line.run("install", "D.Two", "--scope", scope).code == 0
    assert line.run("uninstall", "D.Two", "--what-if").code == ErrorCode.MultipleApplicationsFound
    words = ("uninstall", "D.Two", "--all-versions")
    plans = line.run(*words, "--what-if", "--format", "json").json
    assert sorted((one["Id"], one["Scope"]) for one in plans) == [("D.Two", "Machine"), ("D.Two", "User")]
    assert line.run(*words).code == 0
    assert line.place.installed() == {}


@pytest.mark.parametrize("outside", [False, True])
def test_a_file_of_the_source_that_cannot_be_taken_is_known_before_the_install(line: Line, outside: bool) -> None:
    path = line.place.shelf.manifest("A.Anvil", "2.0")
    if outside:
        text = path.read_text()
        [url] = [row.partition(": ")[2] for row in text.splitlines() if "InstallerUrl" in row]
        path.write_text(text.replace(url, "file:///etc/hostname"))
    else:
        (line.place.source / "files" / "A.Anvil-2.0.exe").unlink()
    line.place.open()
    planned, real = line.run("install", "A.Anvil", "--what-if"), line.run("install", "A.Anvil")
    assert planned.code == real.code == ErrorCode.DownloadFailed
    assert planned.error == real.error
    assert planned.out.startswith("Install: Anvil [A.Anvil] 2.0")
    [row] = line.run("install", "A.Anvil", "--format", "json").json
    assert row["Status"] == "DownloadError"


def test_a_place_that_cannot_be_is_known_before_the_install(line: Line) -> None:
    words = ("install", "A.Anvil", "--location", r"C:\Tools\..\Other")
    planned, real = line.run(*words, "--what-if"), line.run(*words)
    assert planned.code == real.code == ErrorCode.InvalidParameter
    assert "'..' is no name" in planned.error
    assert line.place.installed() == {}
