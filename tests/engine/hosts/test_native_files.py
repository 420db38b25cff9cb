"""Files of the engine's own are replaced whole or not at all."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from wingetpy.errors import ErrorCode, HostError
from wingetpy.hosts.native_files import read_own_file, write_whole


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
