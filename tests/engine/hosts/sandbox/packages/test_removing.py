"""Removal, application data, reset: who loses what, and what stays."""

from __future__ import annotations

import pytest

from kit.msix_manifests import Traits
from kit.package_store import PackageStore, error_of
from wingetpy.errors import ErrorCode

NOT_FOUND = ErrorCode.InstallPackageNotFound


def test_a_package_that_is_not_there_is_not_found(store: PackageStore) -> None:
    assert error_of(store.remove("Contoso.None_1.0.0.0_x64__1234567890abc")) == (NOT_FOUND, NOT_FOUND)


def test_names_are_compared_without_case(store: PackageStore) -> None:
    assert store.add(store.package()).succeeded
    assert store.machine.packages.find(family_name=store.one().family_name.upper())
    assert store.remove(store.full_name().upper()).succeeded
    assert store.all() == []


def test_a_package_of_another_user_only_is_not_found_and_stays(store: PackageStore) -> None:
    assert store.add(store.package()).succeeded
    other = store.as_user("other")
    assert error_of(other.remove(store.full_name()))[0] is NOT_FOUND
    assert store.mine() == ["Contoso.Tool 1.0.0.0"]


def test_content_stays_while_another_user_has_it(store: PackageStore) -> None:
    other, uri = store.as_user("other"), store.package()
    assert store.add(uri).succeeded
    assert other.add(uri).succeeded
    assert store.remove(store.full_name()).succeeded
    assert (store.mine(), other.mine()) == ([], ["Contoso.Tool 1.0.0.0"])
    assert len(store.folders()) == 1
    assert other.remove(other.full_name()).succeeded
    assert store.folders() == []


def test_it_is_removed_for_all_users_by_an_administrator_only(store: PackageStore) -> None:
    plain, other, uri = store.as_user("plain", elevated=False), store.as_user("other"), store.package()
    for user in (store, plain, other):
        assert user.add(uri).succeeded
    data = other.data(other.one())
    assert error_of(plain.remove(store.full_name(), remove_for_all_users=True))[0] is ErrorCode.AccessDenied
    assert len(store.one(all_users=True).users) == 3
    assert store.remove(store.full_name(), remove_for_all_users=True).succeeded
    assert store.all() == plain.mine() == other.mine() == []
    assert not data.exists()


def test_what_is_only_staged_is_removed_by_an_administrator(store: PackageStore) -> None:
    assert store.stage(store.package()).succeeded
    plain = store.as_user("plain", elevated=False)
    assert error_of(plain.remove(store.full_name()))[0] is ErrorCode.AccessDenied
    assert store.remove(store.full_name()).succeeded
    assert store.folders() == []


def test_a_program_that_cannot_be_ended_stops_the_removal(store: PackageStore) -> None:
    assert store.add(store.package()).succeeded
    store.run(store.one(), stays=True)
    assert error_of(store.remove(store.full_name())) == (ErrorCode.RemoveFailed, ErrorCode.AccessDenied)
    assert store.mine() == ["Contoso.Tool 1.0.0.0"]
    assert store.content(store.one())


def test_removal_goes_on_once_it_has_begun(store: PackageStore) -> None:
    assert store.add(store.package()).succeeded
    store.stop_after = 0
    assert store.remove(store.full_name()).succeeded


def test_optional_packages_go_with_their_main(store: PackageStore) -> None:
    assert store.add(store.package()).succeeded
    assert store.add(store.package("Contoso.Extra", traits=Traits(main=("Contoso.Tool", "")))).succeeded
    assert store.remove(store.full_name()).succeeded
    assert store.all() == []


@pytest.mark.parametrize(
    "options",
    [
        {"preserve_application_data": True},
        {"preserve_application_data": True, "preserve_roamable_application_data": True},
        {"preserve_roamable_application_data": True, "remove_for_all_users": True},
    ],
)
def test_options_that_do_not_go_together_are_refused(store: PackageStore, options: dict[str, bool]) -> None:
    assert store.add(store.package()).succeeded
    assert error_of(store.remove(store.full_name(), **options))[0] is ErrorCode.InvalidParameter
    assert store.mine() == ["Contoso.Tool 1.0.0.0"]


def test_roamable_data_can_be_kept_and_nothing_else_is(store: PackageStore) -> None:
    assert store.add(store.package()).succeeded
    data = store.data(store.one())
    for name in ("RoamingState", "LocalState"):
        (data / name / "mine.txt").write_text(name)
    assert store.remove(store.full_name(), preserve_roamable_application_data=True).succeeded
    assert [path.name for path in data.rglob("*") if path.is_file()] == ["mine.txt"]
    assert (data / "RoamingState" / "mine.txt").exists()
    assert store.add(store.package()).succeeded
    assert (store.data(store.one()) / "RoamingState" / "mine.txt").read_text() == "RoamingState"
    assert store.remove(store.full_name()).succeeded
    assert not data.exists()


def test_a_reset_empties_the_data_and_the_package_stays(store: PackageStore) -> None:
    assert store.add(store.package()).succeeded
    mine = store.data(store.one()) / "LocalState" / "mine.txt"
    mine.write_text("mine")
    (store.native(store.one()) / "tool.exe").write_bytes(b"damaged")
    answer = store.machine.packages.reset(store.full_name(), store.deploying())
    assert answer.is_registered
    assert not mine.exists()
    assert mine.parent.is_dir()
    assert store.one().status.is_ok


@pytest.mark.parametrize("verb", ["repair", "reset"])
def test_only_what_the_user_has_is_repaired_or_reset(store: PackageStore, verb: str) -> None:
    assert store.stage(store.package()).succeeded
    for name in (store.full_name(), "Contoso.None_1.0.0.0_x64__1234567890abc"):
        answer = getattr(store.machine.packages, verb)(name, store.deploying())
        assert error_of(answer) == (NOT_FOUND, ErrorCode.NotFound)
