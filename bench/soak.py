"""One engine, an hour of mixed requests, faults switched on and off: every answer accounted for, nothing grows.

    python bench/soak.py [--minutes 60] [--seed 8] [--engine DIR] [--load 0.5]

A served engine on a sandbox gets all kinds of requests, some cancelled, some wrong, up to 40 at once, and broken
lines. A third of the time something is wrong: the sandbox's disk is full, files are in use, the web server cuts, stalls
or lies, the source is gone, its index damaged. Good is:

- each request has exactly one answer, within PATIENCE seconds, and nothing else comes;
- each answer is one that the request may have, with what was wrong at that time: never an InternalError;
- at rest (all answered, nothing wrong) the engine is no larger in the last third of the time than in the first, after
  the warm-up: see LIMITS;
- at the end every package can be removed, and then nothing is left of them.

The exit code is 1 where one of these does not hold. Linux only.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from statistics import median

REPOSITORY = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(REPOSITORY / "engine"), str(REPOSITORY / "tests")]

from soak_engine import Asked, Ended, Engine, Size  # noqa: E402
from soak_faults import Timeline, WebServer, faults_of  # noqa: E402
from soak_requests import LOOSE, PACKAGES, Mix, Request, fill, second_sources, strange  # noqa: E402

PATIENCE = 300.0
"""Seconds until a request without answer is a fault: two downloads that stand still behind a lock take 240."""
WARM_UP = 0.1
"""The part of the time whose figures do not count."""
LIMITS = {"resident": (1.05, 2048), "handles": (1.0, 2), "threads": (1.0, 2), "children": (1.0, 0)}
"""How the median of the last third may exceed that of the first: by this factor and this much more (KiB, pieces)."""
AT_ONCE = (1, 1, 2, 4, 8, 40)


class Soak:
    """One run.

    Args:
        folder: An empty one.
        code: What the engine is started from.
    """

    def __init__(self, folder: Path, code: Path, seed: int, minutes: float, load: float) -> None:
        self._choice = random.Random(seed)
        self._load, self._seconds = load, minutes * 60
        self._root = folder / "machine"
        source = folder / "shelf"
        web = WebServer(folder / "web")
        fill(source, folder / "web", web.address)
        second = second_sources(folder / "second", folder / "second.zip")
        self._root.mkdir()
        self.ends: Counter[tuple[str, str]] = Counter()
        self.strange: list[str] = []
        self.samples: list[tuple[float, Size]] = []
        self._follow: list[Request] = []
        self._mix = Mix(self._choice, source, second, self._follow.append)
        self._faults = Timeline(faults_of(self._root, self._root / "WinGetPy", source, web))
        self._began = time.monotonic()
        self._busy = 0.0
        self.engine = Engine(code, self._root, self._ended)
        self._settled("initialize", {"ProtocolVersion": 1, "Client": {"Name": "soak"}})
        self._settled("setting/set", {"Name": "LocalManifestFiles", "Enabled": True})
        self._settled("source/add", {"Name": "Shelf", "Argument": str(source)})

    def run(self) -> None:
        """Ask until the time is over, then remove every package."""
        names = list(self._faults.faults)
        period, next_rest = max(20.0, self._seconds / 60), 0.0
        next_switch = 15.0
        for _ in range(40):  # every thread that there may be
            self._send(self._mix.next())
        while (now := self._elapsed()) < self._seconds and self.engine.process.poll() is None:
            if now >= next_rest:
                self._rest()
                next_rest = self._elapsed() + period
            if now >= next_switch:
                if self._faults.on is not None:
                    self._faults.switch(None)
                    next_switch = self._elapsed() + self._choice.uniform(10, 30)
                else:
                    names = names or list(self._faults.faults)
                    name = names.pop(self._choice.randrange(len(names)))
                    self._faults.switch(name)
                    next_switch = self._elapsed() + self._faults.faults[name].seconds
            self._burst()
            self._pause()
        self._rest()
        self._remove_all()

    def _burst(self) -> None:
        """Send some requests at once and wait until most are answered."""
        most = self._choice.choice(AT_ONCE)
        for _ in range(most):
            asked = self._send(self._follow.pop() if self._follow else self._mix.next())
            if self._choice.random() < 0.06:
                time.sleep(self._choice.random() / 5)
                self.engine.cancel(asked)
            if self._choice.random() < 0.03:
                self.engine.raw(self._mix.broken_line())
        if self._choice.random() < 0.001:
            self.engine.raw(self._mix.too_long_line())
        until = time.monotonic() + 5
        while len(self.engine.running()) > most // 2 and time.monotonic() < until:
            time.sleep(0.02)
        for asked in self.engine.running():
            if not asked.cancelled and len(self.engine.running()) > 60:
                self.engine.cancel(asked)

    def _rest(self) -> None:
        """Let everything be answered with nothing wrong, and look at the engine."""
        self._faults.switch(None)
        until = time.monotonic() + PATIENCE
        while (running := self.engine.running()) or self.engine.unreadable > 0:
            if self.engine.process.poll() is not None:
                return
            if time.monotonic() > until:
                self.strange += [f"no answer within {PATIENCE} s: {asked}" for asked in running]
                raise SystemExit(self.report())
            time.sleep(0.1)
        time.sleep(1)
        self.samples.append((self._elapsed(), self.engine.size()))
        at, size = self.samples[-1]
        print(f"{at:6.0f} s {sum(self.ends.values()):7d} answers {len(self.strange)} strange {size}", flush=True)

    def _pause(self) -> None:
        """Sleep so that the engine uses no more than its share of a processor."""
        while (self.engine.process.poll() is None) and self.engine.seconds() > self._load * (self._elapsed() + 5):
            time.sleep(0.1)

    def _send(self, request: Request) -> Asked:
        return self.engine.send(*request)

    def _settled(self, method: str, params: dict[str, object]) -> None:
        self.engine.send(method, params, {"Ok"})
        while self.engine.running():
            time.sleep(0.02)

    def _ended(self, ended: Ended) -> None:
        faults = self._faults.during(ended.asked.sent, ended.at)
        fault = strange(ended, {one for name in faults for one in self._faults.faults[name].outcomes})
        for outcome in ended.outcomes:
            self.ends[ended.asked.method, outcome] += 1
        if fault is not None:
            self.strange.append(f"{fault} [{', '.join(sorted(faults)) or 'nothing wrong'}]")
            print(f"!! {self._elapsed():.0f} s {self.strange[-1]}", flush=True)
        self._mix.follow(ended)

    def _remove_all(self) -> None:
        for package in (*PACKAGES, LOOSE):
            self.engine.send("package/uninstall", {"Id": package, "AllVersions": True}, {"Ok", "NoApplicationsFound"})
        self._rest()
        for place in self._root.rglob("Microsoft/WinGet"):
            self.strange += [f"left behind: {path}" for path in place.rglob("*") if path.is_file() or path.is_symlink()]

    def report(self) -> int:
        """Print the table; return the exit code."""
        if code := self.engine.end():
            self.engine.faults.append(f"the engine ended with {code}")
        for (method, outcome), count in sorted(self.ends.items()):
            print(f"{method:20} {outcome:30} {count:7d}")
        bad = [*self.strange, *self.engine.faults]
        print(f"\n{sum(self.ends.values())} answers in {self._elapsed() / 60:.1f} minutes, {len(bad)} strange")
        bad += self._growth()
        print("\n".join(bad[:40]))
        return 1 if bad else 0

    def _growth(self) -> list[str]:
        """Print first and last third at rest; return what has grown."""
        end = self.samples[-1][0]
        kept = [size for at, size in self.samples if at >= WARM_UP * end]
        third = max(1, len(kept) // 3)
        grown = []
        print("at rest    | first third | last third | allowed")
        for name, (factor, more) in LIMITS.items():
            before, after = (median(getattr(size, name) for size in part) for part in (kept[:third], kept[-third:]))
            allowed = before * factor + more
            print(f"{name:10} | {before:11.0f} | {after:10.0f} | {allowed:.0f}")
            if after > allowed:
                grown.append(f"{name} grew from {before:.0f} to {after:.0f}")
        print(f"peak       | {self.samples[-1][1].peak:11d} KiB resident")
        return grown

    def _elapsed(self) -> float:
        return time.monotonic() - self._began


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=float, default=60)
    parser.add_argument("--seed", type=int, default=8)
    parser.add_argument(
        "--engine", type=Path, default=REPOSITORY / "engine", help="the folder with the package wingetpy"
    )
    parser.add_argument("--load", type=float, default=0.5, help="processors that the engine may use on average")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="wingetpy-soak-") as folder:
        soak = Soak(Path(folder), options.engine.resolve(), options.seed, options.minutes, options.load)
        soak.run()
        return soak.report()


if __name__ == "__main__":
    sys.exit(main())
