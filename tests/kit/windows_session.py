"""An engine on a Windows and what a test asks of both."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from types import TracebackType
from typing import Any, Self

from kit.peer import Peer
from kit.sources import Shelf
from kit.windows_pc import UNINSTALL, Entries, WindowsPc, added, apps_and_features, start_engine

PATIENCE = 120.0
"""Seconds until a test gives up on an installer."""
SOURCE = "Trials"
COUNTS: Counter[str] = Counter()
"""Operations whose result says that the machine was changed, by method."""

Row = dict[str, Any]


class WindowsSession:
    """`with WindowsSession(pc, shelf) as session: session.install("Contoso.Msi")`."""

    def __init__(self, pc: WindowsPc, shelf: Shelf) -> None:
        self.pc = pc
        self.shelf = shelf
        self.engine: Peer = start_engine(pc)
        self._before: Entries | None = None

    def __enter__(self) -> Self:
        self.engine.__enter__()
        self.engine.final(self.engine.request("initialize", HELLO), PATIENCE)
        self.ask("source/add", Name=SOURCE, Argument=self.pc.seen(self.shelf.root))
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self.engine.process.poll() is None:
            self.ask("source/remove", Name=SOURCE)
        self.engine.__exit__(kind, error, trace)

    def install(self, id: str, **parameters: Any) -> Row:
        return self.change("package/install", Id=id, **parameters)

    def update(self, id: str, **parameters: Any) -> Row:
        return self.change("package/update", Id=id, **parameters)

    def uninstall(self, id: str, **parameters: Any) -> Row:
        return self.change("package/uninstall", Id=id, **parameters)

    def change(self, method: str, **parameters: Any) -> Row:
        """The one result of a change; an error of the request is a row with the status Refused."""
        rows = self.ask(method, **parameters)
        (row,) = rows
        if row.get("Changed"):
            COUNTS[method.partition("/")[2]] += 1
        return row

    def ask(self, method: str, **parameters: Any) -> list[Row]:
        """The rows that a request gives, or one with its error."""
        id = self.engine.request(method, parameters)
        final = self.engine.final(id, PATIENCE)
        if "error" in final:
            return [{"Status": "Refused", "Error": {**final["error"]["data"], "Message": final["error"]["message"]}}]
        return self.engine.rows(id)

    def plan(self, operation: str, id: str, **parameters: Any) -> Row:
        """What an operation would do."""
        request = self.engine.request("package/plan", {"Operation": operation, "Id": id, **parameters})
        final: Row = self.engine.final(request, PATIENCE)
        assert "error" not in final, final["error"]
        plan: Row = final["result"]
        return plan

    def listed(self, id: str) -> Row | None:
        """What `list` says of an installed package."""
        rows = [row for row in self.ask("package/get") if row["Id"] == id]
        assert len(rows) <= 1, rows
        return rows[0] if rows else None

    def entries(self) -> Mapping[str, Mapping[str, str]]:
        """Apps & Features entries that came since the test began, by place and key."""
        assert self._before is not None, "the test has not begun"
        return added(self._before, apps_and_features(self.pc))

    def begin(self) -> None:
        """Look at the machine, unless the test before left it as it was."""
        if self._before is None:
            self._before = apps_and_features(self.pc)

    def clean_up(self) -> None:
        """Remove what was left by its own uninstaller, then its entry."""
        left = self.entries()
        if left:
            self._before = None
        for place, values in left.items():
            hive, _, key = place.partition("\\")
            if key.startswith("{"):
                self.pc.program("msiexec", "/x", key, "/qn")
            elif folder := values.get("InstallLocation"):
                uninstaller = self.pc.local(folder) / "uninst.exe"
                if uninstaller.exists():
                    self.pc.program(self.pc.seen(uninstaller), "/S", f"_?={folder}")
                view = "32" if hive.endswith("32") else "64"
                self.pc.program("reg", "delete", f"{hive[:4]}\\{UNINSTALL}\\{key}", "/f", f"/reg:{view}")


HELLO = {"ProtocolVersion": 1, "Client": {"Name": "tests", "Version": "1"}}
