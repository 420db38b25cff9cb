"""What may come next on a command line: commands, options, and values from the machine and its sources."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING

import msgspec

from wingetpy.cli.command_line import take_apart
from wingetpy.cli.options import COMMON, OneOf, Option, find
from wingetpy.cli.verbs import Verb, heads, members
from wingetpy.errors import EngineError

if TYPE_CHECKING:
    from wingetpy.cli.session import Session

MOST = 50
"""How many ids are offered."""
_WORD = re.compile(r'"[^"]*"?|[^\s"]+')
_OF_INSTALLED = frozenset(("upgrade", "uninstall", "repair", "list", "check", "history undo"))


class Begun(msgspec.Struct, frozen=True):
    """A command line that is being typed.

    Attributes:
        words: The whole words before the cursor, without the program's name.
        word: What of the next one is there; empty for nothing yet.
    """

    words: list[str]
    word: str


def begun(line: str, position: int, word: str) -> Begun:
    """Take a command line apart at the cursor.

    Args:
        line: It with the program's name.
        position: The cursor: how many letters are before it; it may be behind the end.
        word: The word at the cursor, as the shell sees it.
    """
    before = line[: max(position, 0)]
    words = [found[0].strip('"') for found in _WORD.finditer(before)][1:]
    if words and word and not before.endswith(" "):
        words.pop()
    return Begun(words, word.strip("\"'"))


def completions(session: Session, at: Begun) -> list[str]:
    """Return what the word may become, in the order of the help, values in that of the sources."""
    try:
        line = take_apart(at.words)
    except EngineError:  # a word before is wrong: nothing fits
        return []
    if line.head is None:
        found: Iterable[str] = (name for verb in heads() for name in (verb.name, *verb.aliases))
    elif line.verb is None:
        found = _names(members(line.head.name))
    else:
        below = members(line.verb.name) if " " not in line.verb.name and not line.words else ()
        found = [*_names(below), *_of_verb(session, line.verb, line.words, at.word)]
    return [_quoted(one) for one in dict.fromkeys(found) if one.casefold().startswith(at.word.casefold())]


def _names(verbs: Iterable[Verb]) -> list[str]:
    return [name for verb in verbs for name in (verb.name.rpartition(" ")[2], *verb.aliases)]


def _of_verb(session: Session, verb: Verb, words: list[str], word: str) -> Iterable[str]:
    options = (*verb.view().options, *COMMON)
    given = [option for each in words if each.startswith("-") and (option := find(options, each))]
    wanted = find(options, words[-1]) if words and words[-1].startswith("-") else None
    if wanted is not None and wanted.value:
        return _values(session, verb, options, words, wanted, word)
    if word.startswith("-"):
        open_ = (one for one in options if one.repeats or one not in given)
        return [name for one in open_ if not one.ignored and not one.refused for name in one.names if name[1] == "-"]
    place = next((one for one in options if one.position), None)
    return _values(session, verb, options, words, place, word) if place else ()


def _values(
    session: Session, verb: Verb, options: tuple[Option, ...], words: list[str], option: Option, word: str
) -> Iterable[str]:
    """What the option may be; nothing where the engine cannot say: a key press is no place for an error."""
    if isinstance(option.read, OneOf):
        return option.read.words
    known = _BY_MEMBER.get("source" if _names_source(verb, option) else option.member)
    if known is None:
        return ()
    try:
        return known(_Question(session, verb, options, words, word))
    except EngineError:
        return ()


def _names_source(verb: Verb, option: Option) -> bool:
    return verb.name.startswith("source ") and option.member == "name" and verb.name != "source add"


class _Question(msgspec.Struct, frozen=True):
    """What a value is wanted for."""

    session: Session
    verb: Verb
    options: tuple[Option, ...]
    words: list[str]
    word: str

    def value(self, member: str) -> str | None:
        """The value of another option, or of the first word without a name."""
        for at, word in enumerate(self.words):
            option = find(self.options, word) if word.startswith("-") else None
            if option is not None and option.member == member and at + 1 < len(self.words):
                return self.words[at + 1]
            before = find(self.options, self.words[at - 1]) if at else None
            if option is None and not (before and before.value) and member == "query":
                return word
        return None

    def rows(self, method: str, **criteria: object) -> list[msgspec.Struct]:
        self.session.console.rows.clear()
        self.session.ask(method, None, **criteria)
        return self.session.console.rows


def _ids(question: _Question) -> list[str]:
    method = "package/get" if question.verb.name in _OF_INSTALLED else "package/find"
    wanted = {"id": question.word, "match_option": "StartsWithCaseInsensitive"} if question.word else {}
    rows = question.rows(method, count=MOST, source=question.value("source"), **wanted)
    return [row.id for row in rows]  # type: ignore[attr-defined]


def _versions(question: _Question) -> list[str]:
    package = question.value("id") or question.value("query")
    if not package:
        return []
    found = question.rows("package/find", id=package, match_option="EqualsCaseInsensitive", count=1)
    return [version for row in found for version in row.available_versions]  # type: ignore[attr-defined]


def _sources(question: _Question) -> list[str]:
    return [row.name for row in question.rows("source/list")]  # type: ignore[attr-defined]


def _tags(question: _Question) -> list[str]:
    return _matched(question, "tag")


def _commands(question: _Question) -> list[str]:
    return _matched(question, "command")


def _matched(question: _Question, field: str) -> list[str]:
    """Texts of this field that begin so, of the packages that have one."""
    if not question.word:
        return []
    wanted = {field: question.word, "match_option": "StartsWithCaseInsensitive"}
    rows = question.rows("package/find", count=MOST, source=question.value("source"), **wanted)
    return [row.match.partition(": ")[2] for row in rows]  # type: ignore[attr-defined]


def _monikers(question: _Question) -> list[str]:
    if not question.word or question.verb.name == "new":  # there it is the name of what is not there yet
        return []
    wanted = {"moniker": question.word, "match_option": "StartsWithCaseInsensitive"}
    rows = question.rows("package/find", count=MOST, source=question.value("source"), **wanted)
    return [row.moniker for row in rows]  # type: ignore[attr-defined]


def _package_names(question: _Question) -> list[str]:
    method = "package/get" if question.verb.name in _OF_INSTALLED else "package/find"
    wanted = {"name": question.word, "match_option": "StartsWithCaseInsensitive"} if question.word else {}
    rows = question.rows(method, count=MOST, source=question.value("source"), **wanted)
    return [row.name for row in rows]  # type: ignore[attr-defined]


def _policies(question: _Question) -> list[str]:
    return [row.name for row in question.rows("policy/get")]  # type: ignore[attr-defined]


def _packages(question: _Question) -> list[str]:
    """Family names of the MSIX packages that are there; full names where one is begun."""
    rows = question.rows("msix/get")
    families = [row.family_name for row in rows]  # type: ignore[attr-defined]
    return [*families, *(row.full_name for row in rows)]  # type: ignore[attr-defined]


def _switches(_question: _Question) -> Iterable[str]:
    from wingetpy.settings.admin import ADMIN_SETTINGS  # late: start time

    return ADMIN_SETTINGS


def _settings(question: _Question) -> Iterable[str]:
    from wingetpy.settings.admin import DEFAULT_PROXY  # late: start time

    return (DEFAULT_PROXY,) if question.verb.name == "settings set" else (*_switches(question), DEFAULT_PROXY)


def _whatever_has_a_name(question: _Question) -> Iterable[str]:
    if any(one.member == "moniker" for one in question.options):  # a verb that is about packages
        return _package_names(question)
    named = {
        "policy": _policies,
        "settings set": _settings,
        "settings reset": _settings,
        "msix list": _packages,
        "history": _package_names,
    }
    known = named.get(question.verb.name)
    return known(question) if known else ()


def _architectures(_question: _Question) -> Iterable[str]:
    from wingetpy.model.architecture import ARCHITECTURES  # late: start time

    return (one for one in ARCHITECTURES if one != "unknown")


def _installer_types(_question: _Question) -> Iterable[str]:
    from wingetpy.model.technology import INSTALLER_TYPES  # late: start time

    return (one for one in INSTALLER_TYPES if one != "unknown")


_BY_MEMBER: Mapping[str, Callable[[_Question], Iterable[str]]] = {
    "query": _ids,
    "id": _ids,
    "version": _versions,
    "source": _sources,
    "tag": _tags,
    "target": _packages,
    "architecture": _architectures,
    "installer_type": _installer_types,
    "enable": _switches,
    "disable": _switches,
    "command": _commands,
    "moniker": _monikers,
    "name": _whatever_has_a_name,
}


def _quoted(text: str) -> str:
    return f'"{text}"' if " " in text else text
