"""The stand-in for WinRT: an assembly with the same types, built from `tests/winrt_stand_in` and loaded by pythonnet.

It is built once for each state of its sources, into pytest's cache; a .NET runtime is started once in a process.
"""

from __future__ import annotations

import hashlib
import importlib.util
import json
import shutil
import subprocess
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import msgspec
import pytest

from wingetpy.hosts.packages import Deploying, Products, Step
from wingetpy.hosts.winrt.finding import Surroundings
from wingetpy.hosts.winrt.functions import NewDependency
from wingetpy.hosts.winrt.loading import Missing
from wingetpy.hosts.winrt.operations import Bounds
from wingetpy.hosts.winrt.packages import WinRtPackages
from wingetpy.hosts.winrt.runtime import WinRt, WinRtRefusal
from wingetpy.msix.byte_source import ByteSource

SOURCES = Path(__file__).resolve().parent.parent / "winrt_stand_in"
ASSEMBLY = "WinRtStandIn"
REFERENCES = ("System.Linq", "System.Linq.Expressions")
QUICK = Bounds(silence_seconds=0.3, grace_seconds=0.3, look_seconds=0.005)
USER = "S-1-5-21-1-2-3-1001"


def skip_without_dotnet() -> None:
    """Skip where the stand-in cannot be built or loaded, with the reason."""
    if shutil.which("dotnet") is None:
        pytest.skip("the stand-in for WinRT needs the .NET SDK (dotnet)")
    if importlib.util.find_spec("pythonnet") is None:
        pytest.skip("the stand-in for WinRT needs pythonnet (the extra `test`)")


def built(cache_folder: Path) -> Path:
    """Return the stand-in's assembly; `dotnet` builds it, if its sources changed, within about 5 s."""
    sources = sorted(path for path in SOURCES.iterdir() if path.suffix in (".cs", ".csproj"))
    state = hashlib.sha256(b"\0".join(path.read_bytes() for path in sources)).hexdigest()[:16]
    assembly = cache_folder / state / f"{ASSEMBLY}.dll"
    if not assembly.exists():
        working = cache_folder / f"{state}.building"
        shutil.copytree(SOURCES, working, dirs_exist_ok=True, ignore=shutil.ignore_patterns("bin", "obj"))
        command = ["dotnet", "build", "--nologo", "-v", "quiet", "-o", str(working / "out")]
        done = subprocess.run(command, cwd=working, capture_output=True, text=True, timeout=240, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
        shutil.rmtree(cache_folder / state, ignore_errors=True)
        (working / "out").rename(cache_folder / state)
        shutil.rmtree(working)
    return assembly


@cache
def loaded(assembly: Path) -> Any:
    """Start .NET with the stand-in; returns its namespace `WinGetPy.StandIn`."""
    import pythonnet

    pythonnet.load("coreclr", runtime_config=str(assembly.with_suffix(".runtimeconfig.json")))
    import clr

    clr.AddReference(str(assembly))
    import WinGetPy.StandIn

    return WinGetPy.StandIn


class StandIn:
    """WinRT as a test wrote it.

    Attributes:
        winrt: What the backend is given.
    """

    def __init__(self, assembly: Path) -> None:
        self._net = loaded(assembly)
        self.winrt = WinRt(ASSEMBLY, REFERENCES)
        self.plays()

    def plays(self, **machine: object) -> None:
        """Set what there is and how it answers: `packages`, `provisioned`, `volumes`, and `answers` by method, one for
        each call. Its calls are forgotten.
        """
        self._net.Script.Load(json.dumps(machine))

    def calls(self, *, without: Sequence[str] = ("new ", "Find")) -> list[str]:
        """What it was asked, in order."""
        return [one for one in map(str, self._net.Script.Calls()) if not one.startswith(tuple(without))]

    def declares(self, file: Path, namespace: str) -> set[str]:
        """The types, members and enum values of a namespace in an assembly or winmd file, a line each."""
        return set(map(str, self._net.Metadata.Lines(str(file), namespace)))


def package(full_name: str, **state: object) -> dict[str, object]:
    """A package of the stand-in."""
    return {"fullName": full_name, "path": f"C:\\Program Files\\WindowsApps\\{full_name}", **state}


class RecordedFunctions:
    """`PackageFunctions` that records its calls and answers what a test set; a WinRtRefusal is raised."""

    def __init__(self) -> None:
        self.calls: list[tuple[object, ...]] = []
        self.answers: dict[str, object] = {}

    def _answer(self, name: str, otherwise: Any, *arguments: object) -> Any:
        self.calls.append((name, *arguments))
        answer = self.answers.get(name, otherwise)
        if isinstance(answer, WinRtRefusal):
            raise answer
        return answer

    def volume_needs_repair(self, store_path: str) -> bool:
        return bool(self._answer("volume_needs_repair", False, store_path))

    def repair_volume(self, store_path: str) -> None:
        self._answer("repair_volume", None, store_path)

    def registration_pending(self, full_name: str, user: str | None) -> bool:
        return bool(self._answer("registration_pending", False, full_name, user))

    def add_dependency(self, new: NewDependency) -> tuple[str, str, int]:
        full_name = f"{new.family_name.partition('_')[0]}_9.0.0.0_x64__125rzkzqaqjwj"
        return tuple(self._answer("add_dependency", (full_name, "pd:1", 7), msgspec.structs.asdict(new)))  # type: ignore[return-value]

    def remove_dependency(self, dependency_id: str, context: int) -> None:
        self._answer("remove_dependency", None, dependency_id, context)

    def reset(self, full_name: str, go_on: object) -> int:
        return int(self._answer("reset", 0, full_name))

    def digest(self, package: ByteSource) -> str | None:
        answer = self._answer("digest", None, package.name)
        return None if answer is None else str(answer)


class Machine:
    """The windows backend on the stand-in, as one build of Windows."""

    def __init__(self, stand_in: StandIn, functions: RecordedFunctions, build: int = 22631) -> None:
        self.stand_in = stand_in
        self.functions = functions
        self.steps: list[Step] = []
        self.app_sdk: Products | Missing = Missing("it is not installed", "Install it.")
        self.packages = WinRtPackages(
            stand_in.winrt,
            functions,
            Surroundings(build=build, user=USER, data_root="C:\\Users\\u\\AppData\\Local\\Packages"),
            products=self._products,
            bounds=QUICK,
        )

    def _products(self) -> Products:
        if isinstance(self.app_sdk, Missing):
            raise self.app_sdk
        return self.app_sdk

    def deploying(self, go_on: Callable[[], None] = lambda: None) -> Deploying:
        """What a verb is given; its steps are kept."""

        def opened(uri: str) -> Any:
            raise AssertionError("Windows opens URIs itself")

        return Deploying(open=opened, progress=self.steps.append, go_on=go_on)
