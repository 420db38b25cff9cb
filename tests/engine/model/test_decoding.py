"""Two threads that decode a struct for the first time crash msgspec: only one looks into a type at once."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import wingetpy

FIRST_USES = """
import sys, threading
from typing import Optional
import msgspec
from wingetpy.model.decoding import converted, json_decoder, msgpack_decoder
sys.setswitchinterval(1e-6)
TEXT = b'{"x": [{"a": 1, "b": "q", "c": {"k": 2}}], "y": {"a": 2}, "z": 4}'
def use(kind, barrier, number):
    barrier.wait()
    if number % 3 == 0:
        json_decoder(kind).decode(TEXT)
    elif number % 3 == 1:
        msgpack_decoder(kind).decode(msgspec.msgpack.encode({"y": {"a": 2}}))
    else:
        converted({"y": {"a": 2}}, kind)
for number in range(150):
    inner = msgspec.defstruct("Inner", [("a", "int", 0), ("b", "str", ""), ("c", "dict[str, int] | None", None)])
    outer = msgspec.defstruct("Outer", [("x", list[inner], []), ("y", Optional[inner], None), ("z", "int", 0)])
    barrier = threading.Barrier(4)
    threads = [threading.Thread(target=use, args=(outer, barrier, n)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
print("whole")
"""

DIRECT = re.compile(
    r"msgspec\.(?:json|msgpack)\.(?:Decoder\(|decode\([^\n]*type=(?!dict\[|list\[|str\b))|msgspec\.convert\("
)
ONE_THREAD = ("model/decoding.py", "cli/", "demo/")
"""Where the lock is, and what is a process of one thread."""


def test_types_that_several_threads_use_for_the_first_time_crash_nothing() -> None:
    ended = subprocess.run([sys.executable, "-c", FIRST_USES], capture_output=True, text=True, check=False)
    assert (ended.returncode, ended.stdout) == (0, "whole\n"), ended.stderr


def test_no_struct_is_decoded_but_by_a_decoder_that_was_made_under_the_lock() -> None:
    root = Path(wingetpy.__file__).parent
    files = {path.relative_to(root).as_posix(): path.read_text("utf-8") for path in root.rglob("*.py")}
    assert any("json_decoder(" in text for text in files.values())
    found = [name for name, text in files.items() if not name.startswith(ONE_THREAD) and DIRECT.search(text)]
    assert found == []
