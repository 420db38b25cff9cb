"""What docs/protocol.md says the members of each message are, read from its tables."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

PAGE = Path(__file__).resolve().parents[2] / "docs" / "protocol.md"

_CHANGES = {"Count", "Failed", "Cancelled"}
_GROUP = re.compile(r"(\w*)(?:\[\])*\[?\s?\{([^{}]*)\}")
_CHOICE = re.compile(r": [\w|\\]+")


@dataclass(frozen=True)
class Documented:
    """Member names of the messages of one method; `items` is empty for a method that emits none."""

    params: set[str]
    result: set[str]
    items: set[str] = field(default_factory=set)


class Page:
    """The page, taken apart.

    Attributes:
        methods: By name.
        parts: Members of objects within objects: `Installers`, `Error`, ...
        notes: Members of the parameters of `$/items`, `$/progress` and `$/message`.
        error: Members of an error's `data`.
    """

    def __init__(self, text: str) -> None:
        self._text = text
        self._parts: dict[str, set[str]] = {}
        objects = {cells[0]: self._members(cells[1]) for cells in _rows(text, "object")}
        criteria = _names(" ".join(cells[0] for cells in _rows(text, "member")))
        self._parts["Proxy"] = _names(_after(text, r"\| `Proxy` \| `\{", "}"))
        options = {
            "install options": self._members(_after(text, r"\*\*Install options\*\*: ", "`."), bare=True),
            "repair options": self._members(_after(text, r"\*\*Repair options\*\*: ", "`."), bare=True),
            "uninstall options": self._members(_after(text, r"\*\*Uninstall options\*\*: ", "`."), bare=True),
        }
        self.methods: dict[str, Documented] = {}
        for method, params, items, result in _rows(text, "method", 4):
            given = criteria | self._members(params)
            for name, members in options.items():
                if re.search(rf"\b{name}", params) or "options of that operation" in params:
                    given |= members
            answer = objects.get(result) or _CHANGES | self._members(result)
            self.methods[_code(method)] = Documented(given, answer, objects.get(items, set()))
        # A plan takes what all three operations take.
        verbs = [self.methods[f"package/{verb}"].params for verb in ("install", "update", "uninstall")]
        self.methods["package/plan"].params.update(*verbs)
        self._access = next(_names(cells[0]) for cells in _rows(text, "member") if "`Header`" in cells[0])
        self._read_sources(text, objects)
        self._read_session(text)
        self.notes = {
            name: self._members(_after(text, rf"`\$/{name} \{{", "}`"), bare=True)
            for name in ("items", "progress", "message")
        }
        self.error = _names(_after(text, r"data: \{", "}}`").replace('"0x8A150014"', ""))
        self._parts["Error"] = _names(_after(text, r"`Error` in an item is `\{", "}`"))
        self._parts["Installers"] = self._parts["Installer"] = _names(_after(text, r"`Installers\[\{", "}]`"))
        self._parts["Drift"] = _names(_after(text, r"`Drift\[\{", "}]`"))
        self.parts = self._parts

    def _read_sources(self, text: str, objects: dict[str, set[str]]) -> None:
        known = dict(objects)
        for method, params, answer in _rows(text, "method", 3):
            name, colon, members = answer.partition(": ")
            given = self._members(params)
            if "Proxy" in given:  # any method that carries it may carry what lets the caller in
                given |= self._access
            if answer.startswith("result"):
                documented = Documented(given, self._members(_GROUP.search(answer)[2], bare=True))  # type: ignore[index]
            else:
                if colon and " " not in name:
                    known[name] = self._members(members)
                more = _names(answer.partition(", result ")[2])
                documented = Documented(given, _CHANGES | more, known[name.partition(" ")[0]])
            self.methods[_code(method)] = documented

    def _read_session(self, text: str) -> None:
        for message, params, answer in _rows(text, "message", 3):
            if (name := _code(message.partition(" (")[0])) != "$/cancel":
                self.methods[name] = Documented(self._members(params), self._members(answer) - {"null"})

    def _members(self, cell: str, *, bare: bool = False) -> set[str]:
        """The names in a cell's code; what stands in braces behind one is kept as its parts."""
        cell = re.sub(r"\([^()]*\)", "", cell)
        cell = _CHOICE.sub("", cell)
        for group in _GROUP.finditer(cell):
            if group[1]:
                self._parts.setdefault(group[1], _names(group[2]))
        cell = re.sub(r"\{[^{}]*\}", "", cell)
        return _names(cell if bare else " ".join(cell.split("`")[1::2]))


def read_page() -> Page:
    return Page(PAGE.read_text("utf-8"))


def _rows(text: str, first: str, width: int = 2) -> list[list[str]]:
    """The rows of all tables whose head begins with this word and that have so many columns."""
    found: list[list[str]] = []
    inside = False
    for line in text.splitlines():
        cells = [cell.strip().replace("\\|", "|") for cell in re.split(r"(?<!\\)\|", line)[1:-1]]
        if not cells:
            inside = False
        elif cells[0] == first:
            inside = len(cells) == width
        elif inside and not cells[0].startswith("---"):
            found.append(cells)
    assert found, f"the page has no table of {first}"
    return found


def _after(text: str, begin: str, end: str) -> str:
    match = re.search(begin, text)
    assert match, f"the page has no {begin}"
    return text[match.end() : text.index(end, match.end())]


def _names(text: str) -> set[str]:
    return set(re.findall(r"(?<![\w/$])[A-Z]\w*", text))


def _code(cell: str) -> str:
    return cell.strip("` ")
