"""What build.ps1 -Task Package does besides PowerShell's part.

python -m release fill MODULE [--embedded-python ARCHIVE]     the engine, its Python and the bill of materials
python -m release pack MODULE ABOUT OUT                       a zip and a nupkg of the module
"""

from __future__ import annotations

import argparse
import re
import shutil
import sys
import tempfile
from pathlib import Path


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m release", description=__doc__)
    tasks = parser.add_subparsers(dest="task", required=True)
    fill = tasks.add_parser("fill")
    fill.add_argument("module", type=Path)
    fill.add_argument("--embedded-python", type=Path, metavar="ARCHIVE")
    pack = tasks.add_parser("pack")
    pack.add_argument("module", type=Path)
    pack.add_argument("about", type=Path)
    pack.add_argument("out", type=Path)
    agree = tasks.add_parser("agree")
    agree.add_argument("tag")
    options = parser.parse_args()
    if options.task == "agree":
        sys.exit(_disagreement(options.tag) or 0)
    try:
        from release.target import Refused
    except ModuleNotFoundError as missing:
        sys.exit(f"{sys.executable} has no {missing.name}: python -m pip install '.[release]'")
    try:
        if options.task == "fill":
            _fill(options.module, options.embedded_python)
        else:
            _pack(options.module, options.about, options.out)
    except ModuleNotFoundError as missing:
        sys.exit(f"{sys.executable} has no {missing.name}: python -m pip install '.[release]'")
    except Refused as refused:
        sys.exit(str(refused))


VERSIONS = {
    "pyproject.toml": r'(?m)^version = "(.+)"',
    "engine/wingetpy/__init__.py": r'(?m)^__version__ = "(.+)"',
    "psmodule/WinGetPy.psd1": r"ModuleVersion\s+= '(.+)'",
}
"""Where a version is written."""


def _disagreement(tag: str) -> str:
    """Return what has another version than the tag; empty if nothing has."""
    root = Path(__file__).resolve().parent.parent
    found = {name: re.findall(pattern, (root / name).read_text("utf-8")) for name, pattern in VERSIONS.items()}
    others = [
        f"{name} has {', '.join(texts)}" for name, texts in found.items() if [f"v{text}" for text in texts] != [tag]
    ]
    return f"The tag is {tag}, but {'; '.join(others)}." if others else ""


def _fill(module: Path, python: Path | None) -> None:
    from release import bill, engine, launcher
    from release.target import Refused, embedded, this_interpreter

    if python is not None and not python.is_file():
        raise Refused(f"{python} is not there: give the archive of a Python for Windows.")
    version = module.name
    target = this_interpreter() if python is None else embedded(python, module / "python")
    folder = module / "engine"
    with tempfile.TemporaryDirectory() as work:
        wheels = engine.install(target, folder, Path(work))
    own = next(wheel for wheel in wheels if wheel.name == "wingetpy")
    if own.version != version:
        raise Refused(f"The engine has the version {own.version}, the module {version}: make them equal.")
    program = Path(sys.executable) if python is None else module / "python" / "python.exe"
    compiled = engine.compile_all(program, folder)
    if python is not None:
        launcher.write(module / "wingetpy.exe", target)
    if python is not None and compiled:
        for cache in (module / "python").rglob("__pycache__"):
            shutil.rmtree(cache)
    bill.write(module / "WinGetPy.cdx.json", version, wheels, target, python)
    print(f"filled for {target.tag}{'' if compiled else ', NOT COMPILED: its Python does not run here'}")


def _pack(module: Path, about: Path, out: Path) -> None:
    import msgspec
    from release.archives import Gallery, make_nupkg, make_zip

    version = module.name
    made_for = (module / "engine" / "TAGS").read_text("utf-8").split()[0]
    bundle = "-with-python" if (module / "python").is_dir() else ""
    make_zip(out / f"WinGetPy-{version}-{made_for}{bundle}.zip", module, f"WinGetPy/{version}")
    make_nupkg(out / f"WinGetPy.{version}.nupkg", module, msgspec.json.decode(about.read_bytes(), type=Gallery))


if __name__ == "__main__":
    main()
