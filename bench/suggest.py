"""What is suggested where a search of the full catalogue finds nothing, beside the limit of 20 ms.

    python bench/suggest.py [--rounds 15]

Ours is the whole of it: all names are read from the index, the nearest are chosen and looked up. It runs in this
process, warm; a figure is the median. What must be suggested first is checked.
"""

from __future__ import annotations

import argparse
import sys
from functools import partial

import catalogue
from measured import in_turn, line
from wingetpy.sources.catalog import Sources
from wingetpy.sources.request import SearchRequest

LIMIT_MILLISECONDS = 20.0
ASKED = {
    "7 zip": "7zip.7zip",
    "ms teams": "Microsoft.Teams",
    "libre office": "TheDocumentFoundation.LibreOffice",
    "gti": "Git.Git",
    "viusal studio code": "Microsoft.VisualStudioCode",
    "no-such-package-at-all": None,
}
"""What is asked for, and the package to be suggested first."""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=15)
    options = parser.parse_args()
    catalogue.root()
    sources = Sources(catalogue.state(), processes=1, fresh_minutes=lambda: 0)
    opened = sources.open(catalogue.Silent())
    worst = False
    for wanted, expected in ASKED.items():
        request = SearchRequest(query=wanted)
        found = [one.id for one in opened.suggestions(request)]
        if (found[0] if found else None) != expected:
            raise SystemExit(f"{wanted!r} suggests {found}, not {expected} first")
        (took,) = in_turn([partial(opened.suggestions, request)], options.rounds)
        what = f"suggest for {wanted!r}, {len(found)} suggestions (peer: the limit)"
        worst |= line(what, took, LIMIT_MILLISECONDS, 1.0, "ms")
    sources.close()
    return worst


if __name__ == "__main__":
    sys.exit(main())
