"""The language of the person at the command line."""

from __future__ import annotations

import os
import sys

_VARIABLES = ("LC_ALL", "LC_MESSAGES", "LANG")


def preferred_language() -> str:
    """Return its tag, `de-AT`; empty where nothing says it.

    WINGETPY_LANGUAGE comes before Windows' display language, elsewhere before the variables of the locale.
    """
    if named := os.environ.get("WINGETPY_LANGUAGE"):
        return named
    if sys.platform == "win32":
        from wingetpy.hosts.windows.facts import display_languages

        return next(iter(display_languages()), "")
    spoken = next(filter(None, map(os.environ.get, _VARIABLES)), "")
    return spoken.partition(".")[0].partition("@")[0].replace("_", "-")
