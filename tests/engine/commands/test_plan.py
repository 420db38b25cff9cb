"""The plan that is shown is the plan that runs, with all that is installed before it."""

from __future__ import annotations

import shutil
from pathlib import Path

import msgspec
import pytest

from engine.commands.test_dependencies import needs
from engine.commands.test_install import AGREEMENT
from kit.place import Place
from wingetpy.hosts.sandbox import SandboxFacts, write_facts
from wingetpy.model.call import Call
from wingetpy.operations.plan import Plan
from wingetpy.sources.folder.source import FolderSource
from wingetpy.sources.source import OpenSource, SourceAccess


def plan(place: Place, **wishes: object) -> Plan:
    shown = place.ask("package/plan", **{"Operation": "Install", **wishes})
    assert isinstance(shown, Plan)
    return shown


def test_a_dependency_is_a_whole_plan_within_the_plan(place: Place) -> None:
    place.package("A.Top", installer=needs("B.Base"))
    place.package("B.Base", root=AGREEMENT)
    place.open()
    shown = plan(place, Id="A.Top")
    [base] = shown.dependencies
    assert (base.id, base.action, base.to_version) == ("B.Base", "Install", "1.0")
    assert base.url.endswith("B.Base-1.0.exe")
    assert len(base.sha256) == 64
    assert base.steps
    assert [one.text for one in base.agreements] == ["Be kind"]
    assert shown.error is not None
    assert shown.error.symbol == "PackageAgreementsNotAccepted"
    assert "Be kind" in shown.error.message


def test_agreements_of_a_dependency_are_needed_before_anything_is_installed(place: Place) -> None:
    place.package("A.Top", installer=needs("B.Base"))
    place.package("B.Base", root=AGREEMENT)
    place.open()
    shown = plan(place, Id="A.Top")
    refused = place.install(PlanId=shown.plan_id)
    assert refused.status == "PackageAgreementsNotAccepted"
    assert place.installed() == {}
    shown = plan(place, Id="A.Top")
    assert place.install(PlanId=shown.plan_id, AcceptPackageAgreements=True).status == "Ok"
    assert set(place.installed()) == {"A.Top", "B.Base"}


@pytest.mark.parametrize("changed", ["A.Top", "B.Base"])
def test_a_plan_whose_manifests_changed_installs_nothing(place: Place, changed: str) -> None:
    place.package("A.Top", installer=needs("B.Base"))
    place.package("B.Base")
    place.open()
    shown = plan(place, Id="A.Top")
    place.package(changed, content="other bytes", installer=needs("B.Base") if changed == "A.Top" else "")
    place.open()
    result = place.install(PlanId=shown.plan_id)
    assert result.error is not None
    assert (result.error.symbol, result.changed) == ("PlanStale", False)
    assert changed in result.error.message
    assert place.installed() == {}


def test_a_dependency_is_installed_as_it_was_planned(place: Place) -> None:
    """A newer version that appears after the plan was shown is not what was confirmed."""
    place.package("A.Top", installer=needs("B.Base"))
    place.package("B.Base")
    place.open()
    shown = plan(place, Id="A.Top")
    place.package("B.Base", "2.0")
    place.open()
    assert place.install(PlanId=shown.plan_id).status == "Ok"
    assert place.installed() == {"A.Top": "1.0", "B.Base": "1.0"}


def test_a_plan_is_refused_with_the_dependency_that_cannot_be_installed(place: Place) -> None:
    place.package("A.Top", installer=needs("B.Base"))
    manifest = Path(place.package("B.Base"))
    manifest.write_text(manifest.read_text().replace("InstallerType: portable", "InstallerType: exe"))
    place.open()
    shown = plan(place, Id="A.Top")
    assert shown.error is not None
    assert shown.action == "Install"
    assert (shown.error.symbol, shown.error.target) == ("DependenciesFailed", "B.Base")
    assert shown.dependencies[0].error is not None
    result = place.install(PlanId=shown.plan_id)
    assert result.error_code == shown.error.code
    assert place.installed() == {}


def test_a_plan_of_a_package_that_does_not_fit_names_every_installer_and_why(place: Place) -> None:
    place.package("A.Tool")
    place.open()
    shown = plan(place, Id="A.Tool", Architecture="arm64")
    assert shown.action == "None"
    assert shown.reason == "NoApplicableInstallers"
    [one] = shown.rejected
    assert one.installer.startswith("x64 portable")
    assert "arm64" in " ".join(one.reasons)


def test_a_plan_passes_as_json_with_its_dependencies(place: Place) -> None:
    place.package("A.Top", installer=needs("B.Base"))
    place.package("B.Base")
    place.open()
    shown = plan(place, Id="A.Top")
    assert msgspec.json.decode(msgspec.json.encode(shown), type=Plan) == shown


def test_a_plan_whose_source_was_removed_installs_nothing(place: Place) -> None:
    place.package("A.Tool")
    place.open()
    shown = plan(place, Id="A.Tool")
    place.ask("source/remove", Name="Test")
    result = place.install(PlanId=shown.plan_id)
    assert result.error is not None
    assert (result.error.symbol, result.changed) == ("PlanStale", False)
    assert "source of A.Tool" in result.error.message
    assert place.installed() == {}


def test_a_plan_of_a_source_whose_name_has_another_one_now_installs_nothing(place: Place, tmp_path: Path) -> None:
    place.package("A.Tool")
    place.open()
    shown = plan(place, Id="A.Tool")
    place.ask("source/remove", Name="Test")
    other = shutil.copytree(place.source, tmp_path / "other")
    place.ask("source/add", Name="Test", Argument=str(other))
    result = place.install(PlanId=shown.plan_id)
    assert result.error is not None
    assert result.error.symbol == "PlanStale"
    assert place.installed() == {}


@pytest.mark.parametrize("content", [None, "a: ["])
def test_a_plan_whose_manifest_is_gone_or_broken_installs_nothing(place: Place, content: str | None) -> None:
    manifest = Path(place.package("A.Tool"))
    place.open()
    shown = plan(place, Id="A.Tool")
    if content is None:
        manifest.unlink()
    else:
        manifest.write_text(content)
    result = place.install(PlanId=shown.plan_id)
    assert result.error is not None
    assert result.error.symbol == "PlanStale"
    assert place.installed() == {}


def test_a_change_of_the_machine_makes_old_plans_stale_and_no_new_ones(place: Place) -> None:
    place.package("A.Tool")
    place.open()
    shown = plan(place, Id="A.Tool")
    write_facts(place.host.root, SandboxFacts(market="DE", locales=("de-DE",)))
    stale = place.install(PlanId=shown.plan_id)
    assert stale.error is not None
    assert stale.error.symbol == "PlanStale"
    assert place.install(PlanId=plan(place, Id="A.Tool").plan_id).status == "Ok"


@pytest.mark.parametrize("location", [r"C:\con\x", r"C:\Tools\..\Windows", "C:\\a \\b", r"C:\a:b"])
def test_a_plan_refuses_a_location_that_windows_does_not_take(place: Place, location: str) -> None:
    place.package("A.Tool")
    place.open()
    shown = plan(place, Id="A.Tool", Location=location)
    assert shown.error is not None
    assert (shown.action, shown.error.symbol) == ("None", "InvalidParameter")


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="open files are listed in /proc")
@pytest.mark.parametrize("version", ["1.0", "2.0"], ids=["possible", "refused"])
def test_a_kept_plan_holds_no_index_of_a_source_open(
    place: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, version: str
) -> None:
    place.package("A.Tool", "1.0")
    place.package("A.Tool", "2.0", installer="MinimumOSVersion: 99.0.0.0")
    place.open()
    opened = FolderSource.open

    def added_again_meanwhile(source: FolderSource, call: Call, access: SourceAccess) -> OpenSource:
        monkeypatch.undo()
        place.engine.sources.remove("Test")
        place.engine.sources.add(call, "Test", str(place.source))
        return opened(source, call, access)

    monkeypatch.setattr(FolderSource, "open", added_again_meanwhile)
    plan(place, Id="A.Tool", Version=version)
    files = [path.resolve() for path in Path("/proc/self/fd").iterdir() if path.is_symlink()]
    indexes = [file for file in files if tmp_path in file.parents and "cache" in file.parts]
    assert len(indexes) <= 1, "the one that answers now"
