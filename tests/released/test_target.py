"""Archives of a Python for Windows that are taken, and those that are refused before anything is built with them."""

from __future__ import annotations

import importlib
import io
import tarfile
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from kit.package_build import REPOSITORY

X64, ARM64, X86 = 0x8664, 0xAA64, 0x014C


def program(machine: int) -> bytes:
    """The beginning of a Windows program for a machine."""
    header = bytearray(0x80)
    header[:2] = b"MZ"
    header[0x3C:0x40] = (0x40).to_bytes(4, "little")
    header[0x40:0x46] = b"PE\0\0" + machine.to_bytes(2, "little")
    return bytes(header)


def zipped(path: Path, files: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w") as packed:
        for name, data in files.items():
            packed.writestr(name, data)
    return path


def tarred(path: Path, files: dict[str, bytes]) -> Path:
    with tarfile.open(path, "w") as packed:
        for name, data in files.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(data)
            packed.addfile(entry, io.BytesIO(data))
    return path


@pytest.fixture
def refusal(monkeypatch: pytest.MonkeyPatch) -> Callable[[Path, Path], str]:
    """What the build says of an archive that it refuses to unpack into a folder."""
    monkeypatch.syspath_prepend(REPOSITORY)
    target = importlib.import_module("release.target")

    def said(archive: Path, folder: Path) -> str:
        with pytest.raises(target.Refused) as refused:
            target.embedded(archive, folder)
        return str(refused.value)

    return said


PYTHON = {"python.exe": program(X64), "python313.dll": b"MZ"}


@pytest.mark.parametrize(
    ("name", "files", "said"),
    [
        ("p.zip", {"python.txt": b""}, "holds no Python for Windows"),
        ("p.zip", {**PYTHON, "python312.dll": b"MZ"}, "holds no Python for Windows"),
        ("p.zip", {**PYTHON, "python.exe": b"MZ"}, "another machine than x64 and arm64"),
        ("p.zip", {**PYTHON, "python.exe": program(X86)}, "another machine than x64 and arm64"),
        ("python-3.13.5-embed-amd64.zip", {**PYTHON, "python.exe": program(ARM64)}, "ARM64, which its name"),
        ("python-3.13.5-embed-arm64.zip", PYTHON, "AMD64, which its name"),
        ("p.zip", {"python.exe": program(X64), "python310.dll": b"MZ"}, "Python 3.10: the engine needs 3.11 or newer"),
        ("p.zip", {**PYTHON, "../../out.txt": b""}, "'../../out.txt', outside its folder"),
        ("p.zip", {**PYTHON, "/out.txt": b""}, "'/out.txt', outside its folder"),
        ("p.zip", {**PYTHON, "C:\\out.txt": b""}, "outside its folder"),
        ("p.zip", {**PYTHON, "..\\out.txt": b""}, "outside its folder"),
    ],
)
def test_a_wrong_archive_is_refused_by_what_is_wrong(
    name: str, files: dict[str, bytes], said: str, refusal: Callable[[Path, Path], str], tmp_path: Path
) -> None:
    assert said in refusal(zipped(tmp_path / name, files), tmp_path / "a" / "b" / "python")
    assert not list(tmp_path.rglob("out.txt"))


@pytest.mark.skipif(not hasattr(tarfile, "data_filter"), reason="this Python unpacks no tar")
def test_a_tar_is_unpacked_into_its_folder_only(refusal: Callable[[Path, Path], str], tmp_path: Path) -> None:
    said = refusal(tarred(tmp_path / "p.tar", {**PYTHON, "../out.txt": b""}), tmp_path / "a" / "python")
    assert "'../out.txt', outside its folder" in said
    assert not list(tmp_path.rglob("out.txt"))


def test_an_archive_that_is_broken_is_refused(refusal: Callable[[Path, Path], str], tmp_path: Path) -> None:
    whole = zipped(tmp_path / "p.zip", {"python.exe": program(X64) * 100, "python313.dll": b"MZ"}).read_bytes()
    (tmp_path / "text.zip").write_text("Not found", "utf-8")
    assert "neither a zip nor a tar" in refusal(tmp_path / "text.zip", tmp_path / "1" / "python")
    (tmp_path / "bad.zip").write_bytes(whole[:3000] + b"\1" + whole[3001:])
    assert "cannot be unpacked: Bad CRC-32" in refusal(tmp_path / "bad.zip", tmp_path / "2" / "python")
