"""What the first search of a pre-indexed source loads: nothing of networks, packages and manifests."""

from __future__ import annotations

import subprocess
import sys

from kit.command_line import ENGINE
from kit.published import Published

_FIRST_SEARCH = """
import sys
sys.path[:0] = [{engine!r}, {tests!r}]
from pathlib import Path
from kit.calls import Listener
from wingetpy.sources.catalog import Sources
from wingetpy.sources.request import SearchRequest
before = set(sys.modules)
found = Sources(Path({state!r})).open(Listener()).search(SearchRequest(query="editor"))
assert len(found.rows) == 1
print(*sorted(set(sys.modules) - before))
"""
HEAVY = ("httpx", "ssl", "yaml", "cryptography", "asn1crypto", "zipfile", "xml", "wingetpy.msix", "wingetpy.transfer")


def test_the_first_search_loads_no_client_and_no_reader_of_packages(source: Published) -> None:
    source.add()
    source.sources.close()
    script = _FIRST_SEARCH.format(engine=str(ENGINE), tests=str(ENGINE.parent / "tests"), state=str(source.state))
    done = subprocess.run([sys.executable, "-I", "-c", script], capture_output=True, text=True, check=True)
    loaded = done.stdout.split()
    assert "wingetpy.sources.preindexed.source" in loaded
    assert [name for name in loaded if name.startswith(HEAVY)] == []
