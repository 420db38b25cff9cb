"""A package is updated from the source that it came from, whatever another source has under the same id."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from kit.place import Place
from kit.sources import Shelf
from wingetpy.errors import Ambiguous, EngineError, ErrorCode, NotFound, SourceError


class TwoSources(Place):
    """`Ours` has the package Ours.Tool, which depends on Ours.Base; `Public` is anybody's."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.public = Shelf(folder / "public")
        self.package("Ours.Tool", installer="Dependencies:\n  PackageDependencies:\n  - PackageIdentifier: Ours.Base\n")
        self.package("Ours.Base")
        self.public.put("Public.Thing")
        self.ask("source/add", Name="Public", Argument=str(self.public.root))
        self.ask("source/add", Name="Ours", Argument=str(self.source))

    def publish(self, identifier: str, version: str) -> None:
        """Put a package of anybody's into the public source."""
        self.public.program(identifier, version)
        self.ask("source/update")

    def error_of(self, method: str, **params: object) -> str:
        """The text of the error of the one package of a request."""
        self.ask(method, **params)
        [row] = self.call.rows
        return row.error.message  # type: ignore[attr-defined]


@pytest.fixture
def two(tmp_path: Path) -> TwoSources:
    return TwoSources(tmp_path)


def test_a_newer_package_of_the_same_id_elsewhere_is_no_update(two: TwoSources) -> None:
    two.install(Id="Ours.Base")
    two.publish("Ours.Base", "99.0")
    two.ask("package/get", UpdateAvailable=True)
    assert two.call.rows == []
    assert two.update(All=True) == []
    [same] = two.update(Id="Ours.Base")
    assert (same.changed, same.status) == (False, "NoApplicableUpgrade")
    assert two.installed()["Ours.Base"] == "1.0"


def test_its_own_source_updates_it(two: TwoSources) -> None:
    two.install(Id="Ours.Base")
    two.publish("Ours.Base", "99.0")
    two.package("Ours.Base", "2.0")
    two.ask("source/update")
    [done] = two.update(All=True)
    assert (done.source, done.version) == ("Ours", "2.0")


def test_the_named_source_replaces_it(two: TwoSources) -> None:
    two.install(Id="Ours.Base")
    two.publish("Ours.Base", "99.0")
    [done] = two.update(Id="Ours.Base", Source="Public")
    assert (done.source, done.version) == ("Public", "99.0")
    two.package("Ours.Base", "100.0")
    two.ask("source/update")
    [same] = two.update(Id="Ours.Base")
    assert not same.changed  # it came from Public now


@pytest.mark.parametrize("how", ["removed", "failing", "emptied"])
def test_a_source_that_does_not_have_it_any_more_hands_it_to_no_other(two: TwoSources, how: str) -> None:
    two.install(Id="Ours.Base")
    two.publish("Ours.Base", "99.0")
    match how:
        case "removed":
            two.ask("source/remove", Name="Ours")
        case "failing":
            shutil.rmtree(two.source)
        case "emptied":
            two.shelf.manifest("Ours.Base").unlink()
            two.ask("source/update")
    assert two.update(All=True) == []
    [kept] = two.update(Id="Ours.Base")
    assert kept.error is not None
    assert "was installed from the source" in kept.error.message
    assert "Public" in kept.error.message
    assert two.installed()["Ours.Base"] == "1.0"


@pytest.mark.parametrize("how", ["removed", "failing", "explicit"])
def test_a_list_names_the_source_that_it_came_from_while_that_does_not_answer(two: TwoSources, how: str) -> None:
    two.install(Id="Ours.Base")
    two.publish("Ours.Base", "99.0")
    match how:
        case "removed":
            two.ask("source/remove", Name="Ours")
        case "failing":
            shutil.rmtree(two.source)
        case "explicit":
            two.ask("source/edit", Name="Ours", Explicit=True)
    two.ask("package/get")
    [row] = two.call.rows
    assert (row.id, row.source, row.available_versions) == (  # type: ignore[attr-defined]
        "Ours.Base",
        "" if how == "removed" else "Ours",
        (),
    )


def test_an_install_does_not_replace_it_from_elsewhere_either(two: TwoSources) -> None:
    two.install(Id="Ours.Base")
    two.publish("Ours.Base", "99.0")
    two.ask("source/remove", Name="Ours")
    assert "was installed from the source" in two.error_of("package/install", Id="Ours.Base")
    done = two.install(Id="Ours.Base", Source="Public")
    assert (done.changed, done.version) == (True, "99.0")


def test_a_dependency_comes_from_the_source_of_what_depends_on_it(two: TwoSources) -> None:
    two.publish("Ours.Base", "99.0")
    two.ask("source/edit", Name="Public", Priority=100)
    done = two.install(Id="Ours.Tool")
    assert done.error is None
    assert two.installed() == {"Ours.Base": "1.0", "Ours.Tool": "1.0"}


def test_a_dependency_that_its_source_lacks_is_not_looked_for_elsewhere(two: TwoSources) -> None:
    two.publish("Ours.Base", "99.0")
    two.shelf.manifest("Ours.Base").unlink()
    two.ask("source/update")
    assert "the source Ours has no such package" in two.error_of("package/install", Id="Ours.Tool")
    assert two.installed() == {}


def test_a_public_package_does_not_replace_a_private_one_as_its_dependency(two: TwoSources) -> None:
    two.install(Id="Ours.Base")
    two.publish("Ours.Base", "99.0")
    needs = "  - PackageIdentifier: Ours.Base\n    MinimumVersion: 5.0\n"
    two.public.program("Public.Lure", lines=f"Commands: [lure]\nDependencies:\n  PackageDependencies:\n{needs}")
    two.ask("source/update")
    assert "was installed from the source" in two.error_of("package/install", Id="Public.Lure")
    assert two.installed() == {"Ours.Base": "1.0"}


def test_one_id_in_two_sources_is_never_guessed_but_by_priority(two: TwoSources) -> None:
    two.publish("Ours.Base", "99.0")
    with pytest.raises(Ambiguous, match=r"Ours\.Base \(Public\), Ours\.Base \(Ours\)"):
        two.install(Id="Ours.Base")
    two.ask("source/edit", Name="Ours", Priority=1)
    done = two.install(Id="Ours.Base")
    assert (done.source, done.version) == ("Ours", "1.0")


@pytest.mark.parametrize("identifier", ["Public.Thing", "No.Such"])
def test_nothing_is_installed_unnamed_while_a_source_fails(two: TwoSources, identifier: str) -> None:
    shutil.rmtree(two.source)
    with pytest.raises(SourceError, match="Ours") as refused:
        two.install(Id=identifier)
    assert refused.value.code is ErrorCode.SourceOpenFailed
    assert refused.value.remedy_id == "NameSource"
    for method in ("package/find", "package/get"):
        two.ask(method)
        assert ErrorCode.SourceOpenFailed.hex in two.call.codes()
    two.ask("package/show", Id="Public.Thing")
    with pytest.raises(EngineError if identifier == "Public.Thing" else NotFound) as other:
        two.install(Id=identifier, Source="Nowhere")
    assert other.value.code is ErrorCode.SourceNameDoesNotExist


def test_a_named_source_installs_while_another_fails(two: TwoSources) -> None:
    two.publish("Public.Tool", "1.0")
    shutil.rmtree(two.source)
    assert two.install(Id="Public.Tool", Source="Public").changed
