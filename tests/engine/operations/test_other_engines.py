"""What another engine does between plan and change: the request settles all the same, with the content that was
verified."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from kit.calls import Listener
from kit.place import Place
from kit.shop import PACKAGES
from wingetpy.commands import package_install
from wingetpy.commands.objects import InstallResult
from wingetpy.commands.parameters import InstallParameters, UninstallParameters
from wingetpy.commands.registry import invoke
from wingetpy.errors import Busy, EngineError, HostError, NotFound
from wingetpy.hosts.registry import Hive, RegistryValue
from wingetpy.hosts.sandbox import SandboxFacts, SandboxHost
from wingetpy.installers.portable import technology
from wingetpy.journal.journal import open_journal
from wingetpy.operations import change, execute, uninstall
from wingetpy.operations import downloads as downloads_of_plans
from wingetpy.operations.plan import Plan, PlannedOperation

UNINSTALL = r"Software\Microsoft\Windows\CurrentVersion\Uninstall"


@pytest.fixture
def place(tmp_path: Path) -> Place:
    place = Place(tmp_path, SandboxFacts(elevated=False))
    place.package("A.Tool", content="good")
    place.open()
    return place


@contextmanager
def waiting_install(place: Place, **more: object) -> Iterator[list[InstallResult]]:
    """An install that has downloaded and waits for the lock inside the block; its result afterwards."""
    call = Listener(emits=True)
    results: list[InstallResult] = []
    parameters = InstallParameters(id="A.Tool", **more)  # type: ignore[arg-type]
    thread = threading.Thread(target=lambda: invoke(place.engine, "package/install", parameters, call))
    with place.host.change_lock(10, lambda: True):
        thread.start()
        wait_until(lambda: any("waiting" in text for _, text, _ in call.messages) or not thread.is_alive())
        yield results
    thread.join(30)
    results += [row for row in call.rows if isinstance(row, InstallResult)]


def wait_until(happened: Callable[[], bool]) -> None:
    end = time.monotonic() + 20
    while not happened():
        assert time.monotonic() < end
        time.sleep(0.01)


def downloads(place: Place) -> list[Path]:
    staging = place.host.files.local(place.host.staging_folder())
    return [path for path in (staging / "Downloads").rglob("*") if path.is_file()]


def programs(place: Place) -> list[bytes]:
    return [path.read_bytes() for path in place.host.files.local(PACKAGES).rglob("*.exe")]


def replace(path: Path) -> None:
    new = path.with_name("new")
    new.write_bytes(b"evil")
    new.replace(path)


def overwrite(path: Path) -> None:
    path.write_bytes(b"evil")


@pytest.mark.parametrize("change", [replace, overwrite, Path.unlink], ids=["replaced", "overwritten", "removed"])
def test_a_download_that_is_changed_while_the_lock_is_awaited_is_not_what_is_placed(
    place: Place, change: Callable[[Path], object]
) -> None:
    with waiting_install(place) as results:
        [path] = downloads(place)
        change(path)
    assert [one.status for one in results] == ["Ok"]
    assert programs(place) == [b"good"]
    assert downloads(place) == []


def test_an_installer_that_something_changes_again_and_again_is_not_placed(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(change, "private_copy", lambda downloaded, folder: None)
    result = place.install(Id="A.Tool")
    assert result.error is not None
    assert result.error.symbol == "InstallerHashMismatch"
    assert programs(place) == []


def test_an_allowed_mismatch_lies_under_a_name_of_its_own(place: Place) -> None:
    [installer] = place.shelf.root.rglob("*.exe")
    installer.write_bytes(b"other")
    with waiting_install(place, allow_hash_mismatch=True) as results:
        [path] = downloads(place)
        assert path.name.startswith("mismatch-")
    assert [one.status for one in results] == ["Ok"]
    assert programs(place) == [b"other"]


def test_an_entry_that_is_half_written_when_the_plan_is_made_is_awaited(place: Place) -> None:
    place.install(Id="A.Tool")
    [code] = place.host.registry.subkeys(Hive.user, UNINSTALL, 64)
    place.uninstall(Id="A.Tool")
    key, host = f"{UNINSTALL}\\{code}", place.host
    with open_journal(host.state_folder()) as journal:
        operation = journal.begin("Install", "A.Tool", "Test", "", "1.0", 1.0)
    host.registry.set_value(Hive.user, key, "SystemComponent", RegistryValue("dword", 1))
    with waiting_install(place) as results:
        host.registry.delete_key(Hive.user, key)
        with open_journal(host.state_folder()) as journal:
            journal.turn(operation, "undone", 2.0)
    assert [(one.status, one.reason, one.changed) for one in results] == [("Ok", "", True)]
    assert programs(place) == [b"good"]


def test_a_refusal_that_no_other_change_explains_is_final(place: Place) -> None:
    place.install(Id="A.Tool")
    [code] = place.host.registry.subkeys(Hive.user, UNINSTALL, 64)
    place.uninstall(Id="A.Tool")
    key = f"{UNINSTALL}\\{code}"
    place.host.registry.set_value(Hive.user, key, "SystemComponent", RegistryValue("dword", 1))
    with waiting_install(place) as results:
        pass
    assert [one.error and one.error.symbol for one in results] == ["PortablePackageAlreadyExists"]


@pytest.mark.parametrize("all_versions", [False, True])
def test_what_another_engine_removes_while_an_uninstall_waits_is_no_stale_plan(
    place: Place, all_versions: bool
) -> None:
    place.install(Id="A.Tool")
    [code] = place.host.registry.subkeys(Hive.user, UNINSTALL, 64)
    call = Listener(emits=True)
    errors: list[EngineError] = []

    def remove() -> None:
        try:
            invoke(place.engine, "package/uninstall", UninstallParameters(id="A.Tool", all_versions=all_versions), call)
        except EngineError as error:
            errors.append(error)

    thread = threading.Thread(target=remove)
    with place.host.change_lock(10, lambda: True):
        thread.start()
        wait_until(lambda: any("waiting" in text for _, text, _ in call.messages) or not thread.is_alive())
        place.host.registry.delete_key(Hive.user, f"{UNINSTALL}\\{code}")
    thread.join(30)
    assert call.rows == []
    assert [error.symbol for error in errors] == ([] if all_versions else ["NoApplicationsFound"])
    assert not all_versions or "0x8A150014" in call.codes()


def test_what_another_engine_removes_while_a_plan_of_it_is_made_is_no_stale_plan(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    place.install(Id="A.Tool")
    [code] = place.host.registry.subkeys(Hive.user, UNINSTALL, 64)
    decide = uninstall.decide_uninstall

    def removed_meanwhile(*args: object) -> PlannedOperation:
        place.host.registry.delete_key(Hive.user, f"{UNINSTALL}\\{code}")
        return decide(*args)  # type: ignore[arg-type]

    monkeypatch.setattr(uninstall, "decide_uninstall", removed_meanwhile)
    with pytest.raises(NotFound) as caught:
        place.ask("package/plan", Operation="Uninstall", Id="A.Tool")
    assert caught.value.symbol == "NoApplicationsFound"


def test_what_is_removed_while_an_uninstall_is_planned_that_cannot_wait_is_busy(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    place.install(Id="A.Tool")
    [code] = place.host.registry.subkeys(Hive.user, UNINSTALL, 64)
    decide = uninstall.decide_uninstall

    def removed_meanwhile(*args: object) -> PlannedOperation:
        place.host.registry.delete_key(Hive.user, f"{UNINSTALL}\\{code}")
        with open_journal(place.host.state_folder()) as journal:
            journal.turn(journal.begin("Uninstall", "A.Tool", "Test", "1.0", "", 1.0), "undone", 2.0)
        return decide(*args)  # type: ignore[arg-type]

    monkeypatch.setattr(uninstall, "decide_uninstall", removed_meanwhile)
    with place.host.change_lock(10, lambda: True), pytest.raises(Busy):
        place.ask("package/uninstall", Id="A.Tool", LockWaitSeconds=0.05)


def test_nobody_waits_for_the_download_of_a_plan_that_is_made_again(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    free: list[bool] = []
    bring = execute.download

    def download(*arguments: object) -> object:
        free.append(is_free(place))
        return bring(*arguments)  # type: ignore[arg-type]

    for module in (change, execute, downloads_of_plans):
        monkeypatch.setattr(module, "download", download)
    refuse_once(place, monkeypatch)
    result = place.install(Id="A.Tool")
    assert (result.status, result.error) == ("Ok", None)
    assert free[0] is True, "the lock was free while it was brought"
    assert len(free) == 2, "under the lock it is only looked at again"


def is_free(place: Place) -> bool:
    """Whether another engine could take the change lock now."""
    try:
        with SandboxHost(place.host.root).change_lock(0, lambda: True):
            return True
    except EngineError:
        return False


def refuse_once(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    """The first plan is refused because of a change that another engine is in the middle of."""
    decide = package_install.decide_install
    asked: list[int] = []

    def decided(*arguments: object) -> object:
        asked.append(1)
        if len(asked) == 1:
            with open_journal(place.host.state_folder()) as journal:
                operation = journal.begin("Install", "B.Other", "Test", "", "1.0", 1.0)
                journal.turn(operation, "finished", 2.0)
            raise HostError("a half-written entry")
        return decide(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(package_install, "decide_install", decided)


@pytest.mark.parametrize("method", ["package/plan", "package/update"])
def test_an_entry_that_has_no_version_while_it_is_written_is_no_unknown_version(place: Place, method: str) -> None:
    place.install(Id="A.Tool")
    place.package("A.Tool", "2.0", content="better")
    place.open()
    [code] = place.host.registry.subkeys(Hive.user, UNINSTALL, 64)
    key, host = f"{UNINSTALL}\\{code}", place.host
    values = host.registry.values(Hive.user, key) or {}
    with open_journal(host.state_folder()) as journal:
        operation = journal.begin("Update", "A.Tool", "Test", "0.9", "1.0", 1.0)
    host.registry.delete_value(Hive.user, key, "DisplayVersion")

    def written() -> None:
        time.sleep(0.15)
        host.registry.set_value(Hive.user, key, "DisplayVersion", values["DisplayVersion"])
        with open_journal(host.state_folder()) as journal:
            journal.turn(operation, "undone", 2.0)

    with place.host.change_lock(10, lambda: True):
        writer = threading.Thread(target=written)
        writer.start()
        more = {"Operation": "Update"} if method == "package/plan" else {}
        asked = threading.Thread(target=lambda: answers.append(place.ask(method, Id="A.Tool", **more)))
        answers: list[object] = []
        asked.start()
        writer.join()
    asked.join(30)
    rows = [row for row in [*answers, *place.call.rows] if isinstance(row, Plan | InstallResult)]
    assert [row.error for row in rows] == [None]


def test_an_entry_that_went_while_an_uninstall_was_planned_is_looked_for_again(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    place.install(Id="A.Tool")
    read, gone = technology.read_portable_entry, [True]
    monkeypatch.setattr(technology, "read_portable_entry", lambda *of: None if gone and gone.pop() else read(*of))
    (result,) = place.uninstall(Id="A.Tool")
    assert result.error is None
    assert not gone
    assert place.installed() == {}
