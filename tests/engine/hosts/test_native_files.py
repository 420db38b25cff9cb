"""Files of the engine's own are replaced whole or not at all."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path

import pytest

from wingetpy.errors import ErrorCode, HostError
from wingetpy.hosts.native_files import read_own_file, write_named, write_whole


def test_a_file_is_replaced_whole_and_its_folder_made(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "list.json"
    write_whole(path, b"one")
    write_whole(path, b"two")
    assert path.read_bytes() == b"two"
    assert [one.name for one in path.parent.iterdir()] == ["list.json"]


@pytest.mark.parametrize(
    ("number", "code"), [(errno.ENOSPC, ErrorCode.DiskFull), (errno.EACCES, ErrorCode.AccessDenied)]
)
def test_a_disk_that_refuses_leaves_the_old_content(
    number: int, code: ErrorCode, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    path = tmp_path / "list.json"
    write_whole(path, b"old")

    def refuse(_: int) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "fsync", refuse)
    with pytest.raises(HostError, match=r"list\.json") as refused:
        write_whole(path, b"new")
    assert refused.value.code is code
    assert path.read_bytes() == b"old"
    assert [one.name for one in tmp_path.iterdir()] == ["list.json"]


def test_a_file_of_the_engine_that_is_a_pipe_or_too_large_is_refused(tmp_path: Path) -> None:
    (tmp_path / "small").write_bytes(b"12345")
    assert read_own_file(tmp_path / "small", 5) == b"12345"
    with pytest.raises(OSError, match="larger than 4 bytes"):
        read_own_file(tmp_path / "small", 4)
    if hasattr(os, "mkfifo"):
        os.mkfifo(tmp_path / "pipe")
        with pytest.raises(OSError, match="a pipe or a device"):
            read_own_file(tmp_path / "pipe")


def test_a_named_file_keeps_its_link_and_its_rights(tmp_path: Path) -> None:
    kept = tmp_path / "dotfiles" / "packages.json"
    write_named(kept, b"one")
    kept.chmod(0o600)
    link = tmp_path / "packages.json"
    try:
        link.symlink_to(kept)
    except OSError:
        pytest.skip("this user may make no links")
    write_named(link, b"two")
    assert (link.is_symlink(), kept.read_bytes()) == (True, b"two")
    assert os.name == "nt" or stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert [one.name for one in kept.parent.iterdir()] == ["packages.json"]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="a pipe is no file of a folder here")
def test_a_pipe_or_device_is_not_replaced_by_a_file(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(HostError, match="it is a pipe or a device"):
        write_named(tmp_path / "pipe", b"one")
    assert [one.is_fifo() for one in tmp_path.iterdir()] == [True]
