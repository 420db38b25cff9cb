"""Add and stage: content comes onto the machine, a user gets it, and what is there already is not done again."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from kit.msix_manifests import Traits
from kit.package_store import PackageStore, error_of
from wingetpy.errors import ErrorCode
from wingetpy.hosts.packages import DeployingStage, InstallState, SignatureKind
from wingetpy.hosts.packages.deploying import NO_ACTIVITY
from wingetpy.hosts.packages.file_uri import local_path
from wingetpy.hosts.sandbox import Faults, SandboxFacts, write_facts, write_faults
from wingetpy.hosts.sandbox.packages.log import Activity
from wingetpy.msix.byte_source import FileBytes

OPEN_FAILED = ErrorCode.InstallOpenPackageFailed


def test_an_added_package_is_unpacked_seen_and_gone_when_it_is_removed(store: PackageStore) -> None:
    answer = store.add(store.package(parts={"tool.exe": b"MZ" * 60_000, "data/text.txt": b"text", "empty": b""}))
    assert answer.succeeded, answer.error_text
    assert answer.is_registered
    assert answer.activity_id != NO_ACTIVITY
    package = store.one()
    assert (package.version, package.display_name, package.publisher) == ("1.0.0.0", "Contoso.Tool", store.publisher)
    assert package.signature_kind is SignatureKind.developer
    assert package.status.is_ok
    assert [(user.security_id, user.state) for user in package.users] == [(store.facts.sid, InstallState.installed)]
    assert store.content(package) == {"tool.exe": b"MZ" * 60_000, "data/text.txt": b"text", "empty": b""}
    assert store.data(package).joinpath("LocalState").is_dir()
    assert store.folders() == [package.full_name]
    data = store.data(package)
    assert store.remove(package.full_name).succeeded
    assert store.mine() == store.all() == store.folders() == []
    assert not data.exists()


def test_a_staged_package_is_on_the_machine_and_no_user_has_it(store: PackageStore) -> None:
    answer = store.stage(store.package())
    assert answer.succeeded
    assert not answer.is_registered
    assert store.mine() == []
    assert store.all() == ["Contoso.Tool 1.0.0.0"]
    assert store.one(all_users=True).users == ()
    assert store.register(store.full_name()).is_registered
    assert store.mine() == ["Contoso.Tool 1.0.0.0"]


def test_an_added_package_that_is_there_already_is_only_registered(store: PackageStore) -> None:
    uri = store.package()
    assert store.stage(uri).succeeded
    answer = store.add(uri)
    assert answer.is_registered
    assert answer.fetched_bytes is None
    assert store.add(uri).is_registered


def test_the_same_name_with_other_content_is_refused(store: PackageStore) -> None:
    assert store.add(store.package()).succeeded
    other = store.package(parts={"tool.exe": b"other"}, file="other.msix")
    assert error_of(store.add(other))[0] is ErrorCode.PackageAlreadyExists
    assert error_of(store.stage(other))[0] is ErrorCode.PackageAlreadyExists
    assert store.content(store.one()) == {"tool.exe": b"Contoso.Tool 1.0.0.0"}


def test_progress_goes_from_nothing_to_all_and_names_its_bytes(store: PackageStore) -> None:
    assert store.add(store.package(parts={"tool.exe": bytes(range(256)) * 20_000})).succeeded
    fractions = [step.fraction for step in store.steps]
    assert fractions == sorted(fractions)
    assert (fractions[0], fractions[-1]) == (0.0, 1.0)
    assert list(dict.fromkeys(step.stage for step in store.steps)) == [
        DeployingStage.queued,
        DeployingStage.staging,
        DeployingStage.registering,
    ]
    bytes_done = [step.bytes_done for step in store.steps if step.stage is DeployingStage.staging]
    assert bytes_done[-1] == store.steps[2].total_bytes > 5_000_000


@pytest.mark.parametrize("verb", ["add", "stage"])
def test_a_package_that_is_not_there_is_not_opened(store: PackageStore, verb: str, tmp_path: Path) -> None:
    answer = getattr(store, verb)((tmp_path / "none.msix").as_uri())
    code = OPEN_FAILED if verb == "add" else ErrorCode.InstallFailed
    assert error_of(answer) == (code, ErrorCode.PathNotFound)


def test_a_cancelled_deployment_leaves_nothing(store: PackageStore) -> None:
    uri = store.package(parts={"tool.exe": bytes(range(256)) * 20_000})
    answers = []
    for stop_after in range(100):
        store.stop_after = stop_after
        answers.append(answer := store.add(uri))
        if answer.succeeded:
            break
        assert error_of(answer) == (ErrorCode.Cancelled, ErrorCode.Cancelled)
        assert store.all() == store.folders() == []
    assert 3 < len(answers) < 100
    assert store.mine() == ["Contoso.Tool 1.0.0.0"]


def test_a_full_disk_leaves_nothing(store: PackageStore) -> None:
    uri = store.package(parts={"tool.exe": bytes(range(256)) * 20_000})
    store.machine.state_folder()
    write_facts(store.root, SandboxFacts(free_space=1_000_000))
    answer = store.add(uri)
    assert error_of(answer)[0] is ErrorCode.InstallOutOfDiskSpace
    assert "1,000,000" in answer.error_text
    write_facts(store.root, SandboxFacts())
    write_faults(store.root, Faults(disk_full=(r"C:\Program Files\WindowsApps\*",)))
    assert error_of(store.add(uri))[0] is ErrorCode.InstallOutOfDiskSpace
    assert store.all() == store.folders() == []
    write_faults(store.root, Faults())
    assert store.add(uri).succeeded


def test_retained_files_of_a_failed_add_stay_staged(store: PackageStore) -> None:
    lacking = Traits(needs=(store.needs("Contoso.Missing"),))
    uri = store.package(traits=lacking)
    assert error_of(store.add(uri, retain_files_on_failure=True))[0] is ErrorCode.InstallResolveDependencyFailed
    assert (store.mine(), store.all()) == ([], ["Contoso.Tool 1.0.0.0"])
    assert error_of(store.add(store.package(version="2.0.0.0", traits=lacking)))[0]
    assert store.all() == ["Contoso.Tool 1.0.0.0"]


def test_a_digest_that_was_expected_is_compared(store: PackageStore) -> None:
    uri = store.package()
    with FileBytes(local_path(uri, store.machine.files)) as source:
        digest = store.machine.packages.digest(source)
    assert digest is not None
    assert digest.startswith("sha256:")
    wrong = "sha256:" + "0" * 64
    assert error_of(store.add(uri, expected_digests={uri: wrong}))[0] is ErrorCode.AppxDigestMismatch
    assert store.all() == []
    assert store.add(uri, expected_digests={uri: digest.upper(), "file:///other.msix": wrong}).succeeded


def test_the_log_has_each_deployment_under_its_activity(store: PackageStore, tmp_path: Path) -> None:
    failed, good = store.add((tmp_path / "none.msix").as_uri()), store.add(store.package())
    for answer in (failed, good):
        text = (store.root / "Packages" / "log" / f"{answer.activity_id}.json").read_bytes()
        entry = msgspec.json.decode(text, type=Activity)
        assert entry.answer == answer
        assert entry.verb.startswith("add file:")
