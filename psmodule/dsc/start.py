"""Starts the engine that belongs to this module as a DSC resource, with the interpreter that resource.cmd or .sh chose.

The rules are those of Start-Engine: an interpreter that was named (WINGETPY_PYTHON) may have a wingetpy of its own; a
packaged engine says whether its compiled parts fit.
"""

import os
import sys


def stop(reason):
    """End as the manifests' exit code 1 says, with a line that dsc reads."""
    import json

    sys.stderr.write(json.dumps({"error": sys.executable + ": " + reason}) + "\n")
    sys.exit(1)


def engine_folder(base):
    """The engine in the module, or that of the repository beside it; None for the interpreter's own."""
    for folder in (os.path.join(base, "engine"), os.path.join(os.path.dirname(base), "engine")):
        if os.path.isfile(os.path.join(folder, "wingetpy", "__init__.py")):
            return folder
    return None


def find_engine():
    """Put the engine's folder on the path. Returns why this interpreter cannot run it, or None."""
    if sys.version_info < (3, 11):  # noqa: UP036 - it is started by whatever interpreter there is
        return (
            "it is Python " + sys.version.split()[0] + ", and 3.11 or newer is needed; WINGETPY_PYTHON names another."
        )
    import importlib.util

    named = bool(os.environ.get("WINGETPY_PYTHON"))
    if not (named and importlib.util.find_spec("wingetpy")):
        folder = engine_folder(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
        if folder is not None:
            sys.path.insert(0, folder)
        elif not importlib.util.find_spec("wingetpy"):
            return "it has no wingetpy, and there is none beside the module."
    from wingetpy.packaged import misfit

    return misfit() or None


def main():
    unfit = find_engine()
    if sys.argv[1:] == ["--fits"]:  # the launchers ask before they take one of several
        sys.exit(unfit is not None)
    if unfit:
        stop(unfit)
    from wingetpy.__main__ import run

    sys.argv[1:1] = ["dsc"]
    run()


main()
