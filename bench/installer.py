"""A package of the Windows Installer by the engine against plain `wine msiexec /qn` in the same prefix, under Wine.

    python bench/installer.py [--rounds 7]

Install, major upgrade and removal, each by an engine that runs already and by msiexec, in turn; medians. The engine
also reads Apps & Features before and after, checks the hash, copies the installer into its private folder and keeps a
journal. What counts is the difference. Needs what `docs/wine.md` names, and wixl.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))

from kit.real_installers import MSI_1, MSI_2, real_installers
from kit.trial_packages import trial_source
from kit.windows_pc import UnderWine
from kit.windows_session import WindowsSession
from kit.wine_prefix import Missing, copy_of, prepared

MORE_MILLISECONDS = 300
Times = dict[str, list[float]]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=7)
    options = parser.parse_args()
    try:
        made, installers = prepared(), real_installers()
    except Missing as reason:
        print(f"installer: {reason}")
        return 0
    ours: Times = defaultdict(list)
    peer: Times = defaultdict(list)
    with tempfile.TemporaryDirectory() as folder:
        prefix = copy_of(made, Path(folder) / "copy")
        try:
            shelf = trial_source(Path(folder) / "source", installers)
            with WindowsSession(UnderWine(prefix), shelf) as session:
                measured(session, defaultdict(list), defaultdict(list))  # both have started once
                for _ in range(options.rounds):
                    measured(session, ours, peer)
        finally:
            prefix.stop()
    print("what | ours | peer | difference | limit")
    slow = False
    for what, times in ours.items():
        mine, theirs = statistics.median(times), statistics.median(peer[what])
        slow = slow or mine - theirs > MORE_MILLISECONDS
        print(f"{what} an MSI | {mine:.0f} ms | {theirs:.0f} ms | {mine - theirs:.0f} ms | {MORE_MILLISECONDS} ms")
    return int(slow)


def measured(session: WindowsSession, ours: Times, peer: Times) -> None:
    """One round of both."""

    def msiexec(*arguments: str) -> None:
        code = session.pc.program("msiexec", *arguments, "/qn")
        assert code == 0, code

    def ask(method: str, **parameters: str) -> None:
        row = session.change(f"package/{method}", Id="Contoso.Msi", **parameters)
        assert row["Status"] == "Ok", row

    first, second = (session.pc.seen(session.shelf.root / "files" / package.file) for package in (MSI_1, MSI_2))
    timed(peer["install"], lambda: msiexec("/i", first))
    timed(peer["upgrade"], lambda: msiexec("/i", second))
    timed(peer["remove"], lambda: msiexec("/x", MSI_2.product_code))
    timed(ours["install"], lambda: ask("install", Version="1.0.0"))
    timed(ours["upgrade"], lambda: ask("update"))
    timed(ours["remove"], lambda: ask("uninstall"))


def timed(times: list[float], act: Callable[[], None]) -> None:
    begun = time.perf_counter()
    act()
    times.append((time.perf_counter() - begun) * 1000)


if __name__ == "__main__":
    sys.exit(main())
