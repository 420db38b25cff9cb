"""A manifest on the engine's disk that cannot be read is one clear error."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from kit.calls import Listener
from kit.shop import Shop
from wingetpy.errors import ErrorCode, ManifestError, NotFound
from wingetpy.operations.find_target import find_target
from wingetpy.operations.request import PackageRequest


@pytest.mark.parametrize("path", ["a\0b", "a/" + "x" * 20_000, "a/" * 10_000 + "b.yaml"])
def test_a_path_that_no_file_can_have(path: str, tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="cannot be read") as refused:
        find_target(Shop(tmp_path).context, PackageRequest(manifest=path), Listener())
    assert refused.value.code is ErrorCode.ManifestFailed
    assert len(refused.value.text) < 1000


def test_a_file_that_is_too_large_is_not_read_whole(tmp_path: Path) -> None:
    large = tmp_path / "large.yaml"
    with open(large, "wb") as file:
        file.truncate(1 << 40)
    with pytest.raises(ManifestError, match="larger than"):
        find_target(Shop(tmp_path / "shop").context, PackageRequest(manifest=str(large)), Listener())


@pytest.mark.skipif(sys.platform == "win32", reason="there are no named pipes among files")
def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.yaml")
    shop = Shop(tmp_path)
    for path in (tmp_path / "pipe.yaml", tmp_path):
        with pytest.raises(NotFound, match="pipe or a device"):
            find_target(shop.context, PackageRequest(manifest=str(path)), Listener())
