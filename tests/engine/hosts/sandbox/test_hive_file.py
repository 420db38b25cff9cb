"""A hive's file after a process died in the middle, beside other processes, and after much history."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from wingetpy.errors import ErrorCode, HostError
from wingetpy.hosts.registry import Hive, RegistryValue
from wingetpy.hosts.sandbox import hive_file
from wingetpy.hosts.sandbox.registry import SandboxRegistry

KEY = r"Software\Tool"


def number(value: int) -> RegistryValue:
    return RegistryValue("dword", value)


def file_of(root: Path) -> Path:
    return root / "registry-HKCU.jsonl"


def test_half_a_line_of_a_process_that_died_is_not_seen_and_is_cut_off_by_the_next_change(tmp_path: Path) -> None:
    registry = SandboxRegistry(tmp_path)
    registry.set_value(Hive.user, KEY, "One", number(1))
    with open(file_of(tmp_path), "ab") as file:
        file.write(b'["set","Software\\\\Tool","Two","dw')
    assert registry.values(Hive.user, KEY) == {"One": number(1)}
    assert SandboxRegistry(tmp_path).values(Hive.user, KEY) == {"One": number(1)}
    registry.set_value(Hive.user, KEY, "Three", number(3))
    assert registry.values(Hive.user, KEY) == {"One": number(1), "Three": number(3)}
    assert SandboxRegistry(tmp_path).values(Hive.user, KEY) == {"One": number(1), "Three": number(3)}


@pytest.mark.parametrize("cut", range(0, 60, 7))
def test_wherever_the_last_line_is_cut_all_before_it_stands(tmp_path: Path, cut: int) -> None:
    SandboxRegistry(tmp_path).set_value(Hive.user, KEY, "One", number(1))
    whole = file_of(tmp_path).read_bytes()
    SandboxRegistry(tmp_path).set_value(Hive.user, KEY, "Two", number(2))
    file_of(tmp_path).write_bytes(file_of(tmp_path).read_bytes()[: len(whole) + cut])
    found = SandboxRegistry(tmp_path).values(Hive.user, KEY)
    assert found in ({"One": number(1)}, {"One": number(1), "Two": number(2)})


def test_history_is_dropped_and_nothing_of_what_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hive_file, "HISTORY_LINES", 50)
    registry, other = SandboxRegistry(tmp_path), SandboxRegistry(tmp_path)
    registry.set_value(Hive.user, r"Software\Empty", "gone", number(0))
    registry.delete_value(Hive.user, r"Software\Empty", "gone")
    for count in range(1000):
        registry.set_value(Hive.user, KEY, f"Value {count % 3}", number(count))
    assert len(file_of(tmp_path).read_bytes().splitlines()) < 200
    expected = {"Value 0": number(999), "Value 1": number(997), "Value 2": number(998)}
    for seen_by in (registry, other, SandboxRegistry(tmp_path)):
        assert seen_by.values(Hive.user, KEY) == expected
        assert seen_by.values(Hive.user, r"Software\Empty") == {}


def test_threads_write_and_read_side_by_side(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hive_file, "HISTORY_LINES", 50)
    registry = SandboxRegistry(tmp_path)
    wrong: list[object] = []

    def write(name: str) -> None:
        mine = SandboxRegistry(tmp_path)
        for count in range(100):
            mine.set_value(Hive.user, rf"{KEY}\{name}", "Count", number(count))
            found = registry.values(Hive.user, rf"{KEY}\{name}")
            if found != {"Count": number(count)}:
                wrong.append(found)

    threads = [threading.Thread(target=write, args=[name]) for name in "abcd"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []
    assert registry.subkeys(Hive.user, KEY) == ["a", "b", "c", "d"]


WRITER = """
import sys
from pathlib import Path
from wingetpy.errors import ErrorCode, HostError
from wingetpy.hosts.registry import Hive, RegistryValue
from wingetpy.hosts.sandbox import hive_file
from wingetpy.hosts.sandbox.registry import SandboxRegistry
hive_file.HISTORY_LINES = 20
registry = SandboxRegistry(Path(sys.argv[1]))
count = 0
while True:
    count += 1
    registry.set_value(Hive.user, 'Software\\\\Tool', 'Count', RegistryValue('dword', count))
    print(count, flush=True)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="kills with a signal")
def test_a_killed_writer_loses_nothing_it_said_it_wrote(tmp_path: Path) -> None:
    said = 0
    for round_ in range(8):
        writer = subprocess.Popen([sys.executable, "-c", WRITER, str(tmp_path)], stdout=subprocess.PIPE, text=True)
        assert writer.stdout is not None
        writer.stdout.readline()
        time.sleep(0.01 + round_ * 0.007)
        os.kill(writer.pid, signal.SIGKILL)
        said = int((writer.stdout.read().split() or ["1"])[-1])
        writer.stdout.close()
        writer.wait()
        stored = (SandboxRegistry(tmp_path).values(Hive.user, KEY) or {})["Count"].data
        assert stored in (said, said + 1)
    assert said > 0


def test_thousands_of_keys_are_read_without_reading_the_file_for_each(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    registry = SandboxRegistry(tmp_path)
    for entry in range(3000):
        registry.set_value(Hive.user, rf"{KEY}\{entry}", "DisplayName", RegistryValue("sz", f"Program {entry}"))
    fresh = SandboxRegistry(tmp_path)
    read: list[bytes] = []
    decode = hive_file._decode
    monkeypatch.setattr(hive_file, "_decode", lambda line: read.append(line) or decode(line))
    found = [fresh.values(Hive.user, rf"{KEY}\{name}") for name in fresh.subkeys(Hive.user, KEY)]
    assert len(found) == 3000
    assert len(read) == len(set(read)), "each line is read once"


def insert(root: Path, line: bytes, at: int) -> bytes:
    """Write a line into the file; what it holds now."""
    lines = file_of(root).read_bytes().splitlines()
    file_of(root).write_bytes(b"\n".join([*lines[:at], line, *lines[at:]]) + b"\n")
    return file_of(root).read_bytes()


DAMAGED_LINES = {
    "garbage": b"garbage",
    "a blank line": b"",
    "no UTF-8": b'["key","\xff"]',
    "an unknown change": b'["paint","Software"]',
    "a number that is a text": b'["set","Software","Two","dword","2"]',
    "a number that is too large": b'["set","Software","Two","dword",4294967296]',
    "bytes that are no base64": b'["set","Software","Two","binary","?"]',
    "no key": b'["key",""]',
    "nested too deeply": b"[" * 100_000,
}


@pytest.mark.parametrize("damage", DAMAGED_LINES)
def test_a_damaged_line_is_named_and_nothing_is_read_or_written_around_it(tmp_path: Path, damage: str) -> None:
    registry = SandboxRegistry(tmp_path)
    for name in ("One", "Two", "Three"):
        registry.set_value(Hive.user, KEY, name, number(1))
    whole = file_of(tmp_path).read_bytes()
    damaged = insert(tmp_path, DAMAGED_LINES[damage], 4)
    for reader in (registry, registry, SandboxRegistry(tmp_path)):
        with pytest.raises(HostError, match=r"registry-HKCU.jsonl' is damaged at line 5: ") as refused:
            reader.values(Hive.user, KEY)
        assert refused.value.code is ErrorCode.RegistryCorrupt
        assert "line 5" in (refused.value.remedy or "")
        with pytest.raises(HostError, match="line 5"):
            reader.set_value(Hive.user, KEY, "Four", number(1))
    assert file_of(tmp_path).read_bytes() == damaged
    assert registry.values(Hive.machine, KEY) is None, "the other hive serves"
    file_of(tmp_path).write_bytes(whole)
    assert set(registry.values(Hive.user, KEY) or {}) == {"One", "Two", "Three"}


@pytest.mark.parametrize("content", [b"", b"[", b'["key","Software"]\n', b"\0" * 50])
def test_a_file_without_its_beginning_is_damaged_at_line_1(tmp_path: Path, content: bytes) -> None:
    registry = SandboxRegistry(tmp_path)
    file_of(tmp_path).write_bytes(content)
    with pytest.raises(HostError, match="line 1: "):
        registry.set_value(Hive.user, KEY, "One", number(1))
    assert file_of(tmp_path).read_bytes() == content


def test_what_no_cut_write_leaves_at_the_end_is_not_cut_off(tmp_path: Path) -> None:
    registry = SandboxRegistry(tmp_path)
    with open(file_of(tmp_path), "ab") as file:
        file.write(b"notes of mine")
    with pytest.raises(HostError, match="damaged at line"):
        registry.set_value(Hive.user, KEY, "One", number(1))
    assert file_of(tmp_path).read_bytes().endswith(b"notes of mine")


def test_zeros_that_a_loss_of_power_left_at_the_end_are_cut_off(tmp_path: Path) -> None:
    registry = SandboxRegistry(tmp_path)
    with open(file_of(tmp_path), "ab") as file:
        file.write(bytes(100))
    registry.set_value(Hive.user, KEY, "One", number(1))
    assert SandboxRegistry(tmp_path).values(Hive.user, KEY) == {"One": number(1)}


def test_a_copy_that_somebody_restores_under_a_running_engine_is_what_holds(tmp_path: Path) -> None:
    registry = SandboxRegistry(tmp_path)
    registry.set_value(Hive.user, KEY, "One", number(1))
    copy = file_of(tmp_path).read_bytes()
    for count in range(10):
        registry.set_value(Hive.user, KEY, f"Later {count}", number(1))
    file_of(tmp_path).write_bytes(copy)
    assert registry.values(Hive.user, KEY) == {"One": number(1)}
    registry.set_value(Hive.user, KEY, "Two", number(2))
    assert SandboxRegistry(tmp_path).values(Hive.user, KEY) == {"One": number(1), "Two": number(2)}


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no pipes in folders")
def test_a_pipe_in_place_of_the_hive_is_an_error_and_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(file_of(tmp_path))
    with pytest.raises(HostError, match="a pipe or a device"):
        SandboxRegistry(tmp_path).values(Hive.user, KEY)


def test_a_hive_of_gigabytes_is_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    SandboxRegistry(tmp_path).set_value(Hive.user, KEY, "One", number(1))
    os.truncate(file_of(tmp_path), 3 << 30)
    with pytest.raises(HostError, match="larger than 268,435,456 bytes") as caught:
        SandboxRegistry(tmp_path).values(Hive.user, KEY)
    assert caught.value.code is ErrorCode.RegistryCorrupt
