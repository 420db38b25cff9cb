"""A sandbox's id: one for all engines, made once, and no error where it cannot be had."""

from __future__ import annotations

import shutil
import threading
from pathlib import Path

import pytest

from wingetpy.hosts.sandbox import SandboxHost, identity


def test_each_root_has_an_id_of_its_own_that_stays(tmp_path: Path) -> None:
    first = SandboxHost(tmp_path / "a").machine_id()
    assert len(first) == 32
    assert SandboxHost(tmp_path / "a").machine_id() == first
    assert SandboxHost(tmp_path / "b").machine_id() != first
    shutil.copytree(tmp_path / "a", tmp_path / "copy")
    assert SandboxHost(tmp_path / "copy").machine_id() == first
    assert [path.name for path in (tmp_path / "a").glob("machine-id*")] == ["machine-id"]


def test_engines_that_ask_at_once_get_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    host, found = SandboxHost(tmp_path), set[str]()
    names = iter(range(100))
    monkeypatch.setattr(identity.os, "getpid", lambda: next(names))
    threads = [threading.Thread(target=lambda: found.add(host.machine_id())) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 1


@pytest.mark.parametrize("content", [b"", b"\xff\xfe", b"two words", b"x" * 1000, b"a\nb"])
def test_an_id_that_somebody_damaged_is_not_known_and_stays(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "machine-id").write_bytes(content)
    assert SandboxHost(tmp_path).machine_id() == ""
    assert (tmp_path / "machine-id").read_bytes() == content


def test_a_folder_in_its_place_is_no_error(tmp_path: Path) -> None:
    (tmp_path / "machine-id").mkdir()
    assert SandboxHost(tmp_path).machine_id() == ""


def test_a_file_system_without_hard_links_has_an_id_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object) -> None:
        raise PermissionError(1, "no links here")

    monkeypatch.setattr(identity.os, "link", refused)
    first = SandboxHost(tmp_path).machine_id()
    assert len(first) == 32
    assert SandboxHost(tmp_path).machine_id() == first
