"""The hash command's hashes."""

from __future__ import annotations

import hashlib
import os
import sys
import zipfile
from pathlib import Path

import pytest

from wingetpy.errors import Cancelled, ErrorCode, HostError
from wingetpy.transfer.hashing import hash_file, not_a_package


def test_a_file_has_its_hash_in_upper_case(tmp_path: Path) -> None:
    file = tmp_path / "a.bin"
    file.write_bytes(b"content")
    found = hash_file(file)
    assert found.sha256 == hashlib.sha256(b"content").hexdigest().upper()
    assert found.signature_sha256 is None
    assert not found.no_signature


def test_a_package_has_its_signatures_hash_too(tmp_path: Path) -> None:
    file = tmp_path / "a.msix"
    with zipfile.ZipFile(file, "w") as package:
        package.writestr("AppxManifest.xml", "<Package/>")
        package.writestr("AppxSignature.p7x", b"PKCXsignature")
    found = hash_file(file, msix=True)
    assert found.signature_sha256 == hashlib.sha256(b"PKCXsignature").hexdigest().upper()


def test_what_is_no_package_has_its_own_hash_and_says_so(tmp_path: Path) -> None:
    file = tmp_path / "a.msix"
    file.write_bytes(b"no package")
    found = hash_file(file, msix=True)
    assert found.sha256
    assert "no zip file" in found.no_signature
    assert not_a_package(str(file), found.no_signature).code is ErrorCode.MsixNotAPackage


def test_a_package_without_a_signature_says_so(tmp_path: Path) -> None:
    file = tmp_path / "a.msix"
    with zipfile.ZipFile(file, "w") as package:
        package.writestr("AppxManifest.xml", "<Package/>")
    found = hash_file(file, msix=True)
    assert found.signature_sha256 is None
    assert "is not signed" in found.no_signature


def test_a_file_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(HostError) as caught:
        hash_file(tmp_path / "missing.bin")
    assert caught.value.code is ErrorCode.FileNotFound


def test_a_folder_is_an_error_of_its_own(tmp_path: Path) -> None:
    with pytest.raises(HostError, match="is a folder") as caught:
        hash_file(tmp_path)
    assert caught.value.code is ErrorCode.DirectoryNotSupported


def test_a_name_that_is_too_long_is_an_error() -> None:
    with pytest.raises(HostError, match="cannot be read"):
        hash_file(Path("x" * 40_000))


@pytest.mark.skipif(sys.platform == "win32", reason="devices have no paths like these")
def test_a_pipe_or_a_device_is_refused_before_it_is_opened(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for path in (tmp_path / "pipe", Path("/dev/zero")):
        with pytest.raises(HostError, match="pipe or a device") as refused:
            hash_file(path)
        assert refused.value.code is ErrorCode.InvalidParameter


def test_a_file_of_any_size_can_be_given_up(tmp_path: Path) -> None:
    """A sparse file of a terabyte would be read for an hour."""
    file = tmp_path / "huge.bin"
    with file.open("wb") as made:
        made.truncate(1 << 40)
    asked = 0

    def go_on() -> None:
        nonlocal asked
        asked += 1
        if asked == 3:
            raise Cancelled("Enough.")

    with pytest.raises(Cancelled):
        hash_file(file, go_on=go_on)
