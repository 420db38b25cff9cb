"""The engine starts lean: what a session does not need is not imported for it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import wingetpy

HEAVY = {
    "argparse", "asyncio", "concurrent.futures", "cryptography", "csv", "ctypes", "email", "hashlib", "http", "httpx",
    "json", "logging", "pathlib", "queue", "random", "regex", "rich", "selectors", "shutil", "socket", "ssl",
    "subprocess", "tempfile", "traceback", "urllib.request", "xml", "yaml", "zipfile",
}  # fmt: skip


def test_the_protocol_imports_nothing_heavy() -> None:
    environment = os.environ | {"PYTHONPATH": str(Path(wingetpy.__file__).parents[1])}
    code = (
        "import sys, msgspec; old = set(sys.modules); import wingetpy.protocol.session; print(*set(sys.modules) - old)"
    )
    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True)
    imported = set(done.stdout.split())
    assert "wingetpy.protocol.conversation" in imported
    assert not imported & HEAVY
    assert not {name for name in imported if name.startswith("wingetpy.")} - {
        "wingetpy.errors",
        *(f"wingetpy.errors.{file}" for file in ("codes", "remedies", "report", "secrets", "suggestion", "tree")),
        "wingetpy.messages",
        "wingetpy.messages.language",
        "wingetpy.model",
        "wingetpy.model.call",
        "wingetpy.model.decoding",
        "wingetpy.model.proxy",
        "wingetpy.protocol",
        *(f"wingetpy.protocol.{room}" for room in (
            "conversation", "dispatch", "execution", "framing", "messages", "request", "session", "streams", "workers",
            "writer",
        )),
    }  # fmt: skip
