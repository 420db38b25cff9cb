"""`wingetpy demo`: the main job from find to uninstall, over the protocol, on a machine of its own that then goes."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from wingetpy.cli.console import Console
from wingetpy.cli.engine_process import EngineAnswer, EngineProcess, Row
from wingetpy.cli.tables import table
from wingetpy.errors import OperationError
from wingetpy.model.sizes import size_text

SOURCE = Path(__file__).resolve().parents[1] / "demo" / "source"
PACKAGES = ("WinGetPy.Pebble", "WinGetPy.Stones")
OLD, NEW = "1.0.0", "1.1.0"


def demo(console: Console) -> int:
    """Find, plan, install, list, update, uninstall. Needs no network; 0 if the machine is empty again."""
    folder = Path(tempfile.mkdtemp(prefix="wingetpy-demo-"))
    try:
        with EngineProcess(folder / "machine", lambda level, text: _show_message(console, level, text)) as engine:
            _Tour(engine, console).walk()
    finally:
        shutil.rmtree(folder)
    console.write(["", "That was the main job. The sandbox is gone; nothing was left behind."])
    return 0


class _Tour:
    def __init__(self, engine: EngineProcess, console: Console) -> None:
        self._engine = engine
        self._console = console

    def walk(self) -> None:
        self._head("A source of packages: a folder of manifests")
        self._engine.ask("source/add", Name="Demo", Argument=str(SOURCE), Type="WinGetPy.Folder")
        self._table(self._engine.ask("source/list"), "Name", "Type", "Argument")

        self._head("Find what has the tag `demo`")
        self._table(self._engine.ask("package/find", Tag="demo"), "Name", "Id", "Version", "Source")

        for package in PACKAGES:
            self._head(f"Install {package} {OLD}: first the plan")
            plan = self._engine.ask("package/plan", Operation="Install", Id=package, Version=OLD).result
            self._plan(plan)
            self._results(self._engine.ask("package/install", PlanId=plan["PlanId"]))

        self._head("What is installed, and what has an update")
        self._installed(updates=2)

        self._head("Update all")
        self._results(self._engine.ask("package/update", All=True))
        self._installed(updates=0)

        self._head("Uninstall")
        for package in PACKAGES:
            self._results(self._engine.ask("package/uninstall", Id=package))
        if self._engine.ask("package/get").items:
            raise OperationError("Something is still installed on the demo's machine.")
        self._console.write(["Nothing is installed any more."])

    def _head(self, title: str) -> None:
        self._console.write(["", title, "=" * len(title)])

    def _table(self, answer: EngineAnswer, *columns: str) -> None:
        self._console.write([table(columns, ([_text(row, c) for c in columns] for row in answer.items))])

    def _plan(self, plan: Row) -> None:
        size = size_text(plan["Size"]) if plan["Size"] is not None else "size unknown"
        self._console.write([f"{plan['Action']} {plan['Name']} {plan['ToVersion']} ({plan['InstallerType']}, {size})"])
        self._console.write([f"  {number}. {step['Description']}" for number, step in enumerate(plan["Steps"], 1)])

    def _results(self, answer: EngineAnswer) -> None:
        for row in answer.items:
            if row["Error"] is not None:
                raise OperationError(f"{row['Id']}: {row['Error']['Message']}")
            version = row.get("Version") or "gone"
            before = row["InstalledVersion"] or "nothing"
            self._console.write([f"{row['Name']}: {row['Status']} ({before} -> {version})"])

    def _installed(self, updates: int) -> None:
        answer = self._engine.ask("package/get")
        rows = [row for row in answer.items if row["IsUpdateAvailable"]]
        if len(rows) != updates:
            raise OperationError(f"{updates} updates were expected, {len(rows)} are there.")
        columns = ("Name", "Id", "Version", "Available", "Source")
        cells = (
            (
                r["Name"],
                r["Id"],
                r["InstalledVersion"],
                r["AvailableVersions"][0] if r["IsUpdateAvailable"] else "",
                r["Source"],
            )
            for r in answer.items
        )
        self._console.write([table(columns, cells)])


def _text(row: Row, column: str) -> str:
    return str(row[column] or "")


def _show_message(console: Console, level: str, text: str) -> None:
    if level in ("Warning", "Error"):
        console.note(f"{level}: {text}")
