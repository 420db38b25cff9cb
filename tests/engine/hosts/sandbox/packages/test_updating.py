"""Updates: which version takes the place of which, and what happens while the older one runs."""

from __future__ import annotations

import pytest

from kit.certificates import publisher, subject
from kit.msix import make_bundle
from kit.msix_manifests import Traits
from kit.package_store import APP, PackageStore, error_of
from wingetpy.errors import ErrorCode
from wingetpy.hosts.packages import PackageTypes


def test_a_higher_version_replaces_the_older_one_and_keeps_its_data(store: PackageStore) -> None:
    assert store.add(store.package()).succeeded
    (store.data(store.one()) / "LocalState" / "mine.txt").write_text("mine")
    assert store.add(store.package(version="2.0.0.0")).is_registered
    assert store.all() == ["Contoso.Tool 2.0.0.0"]
    assert store.folders() == [store.full_name()]
    assert (store.data(store.one()) / "LocalState" / "mine.txt").read_text() == "mine"


@pytest.mark.parametrize("verb", ["add", "stage"])
def test_a_lower_version_is_refused_unless_it_is_forced(store: PackageStore, verb: str) -> None:
    assert store.add(store.package(version="2.0.0.0")).succeeded
    (store.data(store.one()) / "LocalState" / "mine.txt").write_text("mine")
    older = store.package(version="1.9.0.0")
    assert error_of(getattr(store, verb)(older))[0] is ErrorCode.InstallPackageDowngrade
    assert store.all() == ["Contoso.Tool 2.0.0.0"]
    assert store.add(older, force_update_from_any_version=True).is_registered
    assert store.all() == ["Contoso.Tool 1.9.0.0"]
    assert (store.data(store.one()) / "LocalState" / "mine.txt").read_text() == "mine"


def test_a_lower_version_that_is_staged_is_not_registered_over_a_higher_one(store: PackageStore) -> None:
    assert store.stage(store.package()).succeeded
    older = store.full_name()
    assert store.add(store.package(version="2.0.0.0")).succeeded
    assert error_of(store.register(older))[0] is ErrorCode.InstallPackageDowngrade
    assert store.register(older, force_update_from_any_version=True).is_registered


def test_the_architecture_may_change_between_versions(store: PackageStore) -> None:
    assert store.add(store.package(traits=Traits(architecture="x86"))).succeeded
    assert store.add(store.package(version="2.0.0.0", traits=Traits(architecture="x64"))).succeeded
    assert store.mine() == ["Contoso.Tool 2.0.0.0 x64"]


def test_a_bundle_replaces_a_package_and_a_package_no_bundle(store: PackageStore) -> None:
    assert store.add(store.package()).succeeded
    inner = store.folder / "inner.msix"
    store.package(version="2.0.0.0", file=inner.name)
    bundle = make_bundle(store.folder / "b.msixbundle", store.signer, [inner], version="2.0.0.0")
    assert store.add(bundle.as_uri()).is_registered
    assert store.mine(PackageTypes.main) == ["Contoso.Tool 2.0.0.0"]
    assert error_of(store.add(store.package(version="3.0.0.0")))[0] is ErrorCode.InstallResolveDependencyFailed


def test_the_same_name_of_another_publisher_lives_beside_it(store: PackageStore) -> None:
    other = publisher(name=subject("Fabrikam", "Fabrikam"))
    store.trust(other)
    assert store.add(store.package()).succeeded
    assert store.add(store.package(file="other.msix", signer=other)).succeeded
    assert store.mine() == ["Contoso.Tool 1.0.0.0", "Contoso.Tool 1.0.0.0"]


def test_the_older_version_stays_for_another_user_who_has_it(store: PackageStore) -> None:
    assert store.add(store.package()).succeeded
    other = store.as_user("other")
    assert other.add(store.package()).succeeded
    assert other.add(store.package(version="2.0.0.0")).succeeded
    assert (store.mine(), other.mine()) == (["Contoso.Tool 1.0.0.0"], ["Contoso.Tool 2.0.0.0"])
    assert len(store.folders()) == 2
    assert store.add(store.package(version="2.0.0.0")).succeeded
    assert len(store.folders()) == 1


class TestWhileItRuns:
    @pytest.fixture
    def newer(self, store: PackageStore) -> str:
        assert store.add(store.package()).succeeded
        store.run(store.one())
        return store.package(version="2.0.0.0")

    def test_an_update_is_refused_and_nothing_is_staged(self, store: PackageStore, newer: str) -> None:
        answer = store.add(newer)
        assert error_of(answer)[0] is ErrorCode.PackagesInUse
        assert "tool.exe" in answer.error_text
        assert store.all() == ["Contoso.Tool 1.0.0.0"]

    @pytest.mark.parametrize("force", ["force_app_shutdown", "force_target_app_shutdown"])
    def test_its_programs_are_ended_where_that_is_wished(self, store: PackageStore, newer: str, force: str) -> None:
        assert store.add(newer, **{force: True}).is_registered
        assert store.machine.processes.running() == []

    def test_a_program_that_cannot_be_ended_stops_the_update(self, store: PackageStore, newer: str) -> None:
        store.run(store.one(), stays=True)
        assert error_of(store.add(newer, force_app_shutdown=True))[0] is ErrorCode.PackagesInUse
        assert store.mine() == ["Contoso.Tool 1.0.0.0"]

    def test_a_deferred_update_waits_for_the_next_sign_in(self, store: PackageStore, newer: str) -> None:
        old = store.one()
        answer = store.add(newer, defer_registration_when_packages_are_in_use=True)
        assert answer.succeeded
        assert not answer.is_registered
        assert (store.mine(), len(store.all())) == (["Contoso.Tool 1.0.0.0"], 2)
        for name in (old.full_name.upper(), old.family_name):
            assert store.machine.packages.registration_pending(name)
            assert store.machine.packages.registration_pending(name, user=store.facts.sid)
            assert not store.machine.packages.registration_pending(name, user="S-1-5-21-1-2-3-4")
        assert store.host().packages.find()[0].version == "1.0.0.0", "it still runs"
        store.end_all()
        assert store.machine.packages.registration_pending(old.full_name), "nobody has signed in yet"
        assert [one.version for one in store.host().packages.find()] == ["2.0.0.0"]
        assert not store.machine.packages.registration_pending(old.family_name)
        assert store.all() == ["Contoso.Tool 2.0.0.0"]

    def test_nothing_waits_for_a_package_that_is_not_there(self, store: PackageStore, newer: str) -> None:
        assert not store.machine.packages.registration_pending("Contoso.None_1.0.0.0_x64__1234567890abc")
        assert not store.machine.packages.registration_pending("Contoso.None_1234567890abc")

    def test_removing_it_ends_its_programs(self, store: PackageStore, newer: str) -> None:
        assert store.remove(store.full_name()).succeeded
        assert store.machine.processes.running() == []

    def test_the_same_version_again_does_not_mind(self, store: PackageStore, newer: str) -> None:
        assert store.add(store.package()).is_registered


def test_an_optional_package_keeps_its_main_in_use_unless_both_are_ended(store: PackageStore) -> None:
    assert store.add(store.package()).succeeded
    extra = Traits(main=("Contoso.Tool", store.publisher), applications=("Extra",))
    assert store.add(store.package("Contoso.Extra", traits=extra)).succeeded
    store.run(store.one("Contoso.Extra"))
    newer = store.package(version="2.0.0.0", traits=APP)
    assert error_of(store.add(newer, force_target_app_shutdown=True))[0] is ErrorCode.PackagesInUse
    assert store.add(newer, force_app_shutdown=True).is_registered
    assert store.mine() == ["Contoso.Extra 1.0.0.0", "Contoso.Tool 2.0.0.0"]
