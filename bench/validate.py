"""Validation of 1,000 real package versions, beside PyYAML's C loader that only reads the same files.

    python bench/validate.py [--versions 1000] [--rounds 5]

Ours reads each version's files and finds every fault with its line, in this process; the peer is `yaml.load` with
`CBaseLoader` of each file's bytes. Both take turns; a figure is the median of the rounds. The last line is the whole
catalogue by several processes, per version, beside one process.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys

import yaml

import catalogue
from measured import line, seconds
from wingetpy.authoring.manifest_folders import folders_below
from wingetpy.authoring.validation import validate_below
from wingetpy.authoring.validator import Folder, Task, Validator
from wingetpy.manifests.validate.validate import Options

LIMIT = 2.5


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--versions", type=int, default=1000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--without-whole", action="store_true")
    options = parser.parse_args()
    root = catalogue.manifests()
    every = list(folders_below(root))
    chosen = every[:: len(every) // options.versions][: options.versions]
    validator = Validator(Task(str(root), True, Options()))
    ours, theirs = [], []
    for _ in range(options.rounds):
        ours.append(1000 * seconds(lambda: validator.reports(chosen)))
        theirs.append(1000 * seconds(lambda: _load(chosen)))
    files = sum(len(names) for _, names in chosen)
    what = f"validate {len(chosen)} versions, {files} files"
    slow = line(what, statistics.median(ours), statistics.median(theirs), LIMIT, "ms")
    if not options.without_whole:
        each = 1000 * seconds(lambda: sum(map(len, validate_below(root, Options(), lambda: False)))) / len(every)
        line(
            f"validate all {len(every)} versions, each (peer: in one process)",
            each,
            statistics.median(ours) / len(chosen),
            1.2,
            "ms",
        )
    return slow


def _load(folders: list[Folder]) -> None:
    for folder, names in folders:
        for name in names:
            with open(os.path.join(folder, name), "rb") as file:
                yaml.load(file.read(), Loader=yaml.CBaseLoader)


if __name__ == "__main__":
    sys.exit(main())
