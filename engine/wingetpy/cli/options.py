"""What an option of the command line is, and the options that every command has."""

from __future__ import annotations

import re
from collections.abc import Callable

import msgspec

from wingetpy.errors import BadRequest
from wingetpy.messages.language import say, translated


class Option(msgspec.Struct, frozen=True, kw_only=True):
    """One option and the member of the method's parameters that it fills.

    Attributes:
        names: Its long names with `--` and at most one short one with `-`; the first is the one shown in errors.
        help: What it does, as a fragment without a full stop.
        member: The name its value is kept under.
        value: What to write in its place in the help, `NAME`; empty for a flag.
        read: Makes the value of the text; raises ValueError with a clause that says what the text must be.
        constant: The value of a flag.
        default: What holds without it, for the help.
        position: Whether it may be given by its value alone.
        required: Whether the verb needs it.
        repeats: Whether it may be given several times; its value is then a tuple.
        group: Of several options of one group one may be given.
        needs: The member of another option without which it means nothing.
        ignored: Whether it is one of winget's that has no effect here.
        refused: Why it is refused: one of winget's that would have an effect.
    """

    names: tuple[str, ...]
    help: str = ""
    member: str
    value: str = ""
    read: Callable[[str], object] = str
    constant: object = True
    default: str = ""
    position: bool = False
    required: bool = False
    repeats: bool = False
    group: str = ""
    needs: str = ""
    ignored: bool = False
    refused: str = ""


_WHOLE_NUMBER = re.compile(r"-?[0-9]{1,1000}")
_MOST_DIGITS = 10
_LARGEST = 2**31 - 1


class OneOf:
    """Reads one of these words in any case.

    Args:
        words: In lower case, as completion offers them.
        spelled: Makes the value of a word.
    """

    def __init__(self, *words: str, spelled: Callable[[str], str] = str) -> None:
        self.words = words
        self._spelled = spelled

    def __call__(self, text: str) -> str:
        if text.casefold() not in self.words:
            raise ValueError(say("must be {0} or {1}", ", ".join(self.words[:-1]), self.words[-1]))
        return self._spelled(text.casefold())


def whole_number(text: str) -> int:
    if _WHOLE_NUMBER.fullmatch(text) is None:
        raise ValueError(say("must be a whole number"))
    if len(text.lstrip("-0")) > _MOST_DIGITS or not -_LARGEST - 1 <= int(text) <= _LARGEST:
        raise ValueError(say("must be a whole number from {0} to {1}", -_LARGEST - 1, _LARGEST))
    return int(text)


def count(text: str) -> int:
    if _WHOLE_NUMBER.fullmatch(text) is None or not text.strip("-0"):
        raise ValueError(say("must be a whole number of 1 or more"))
    if whole_number(text) < 1:
        raise ValueError(say("must be a whole number of 1 or more"))
    return int(text)


def seconds(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = -1.0
    if not 0 <= value < float("inf"):
        raise ValueError(say("must be a number of seconds"))
    return value


def truth(text: str) -> bool:
    if text.casefold() not in ("true", "false"):
        raise ValueError(say("must be true or false"))
    return text.casefold() == "true"


HELP = Option(names=("--help", "-?"), member="help", help="Show help for this command")
MACHINE = (
    Option(names=("--host",), member="host", value="HOST", read=OneOf("windows", "sandbox"),
           help="The machine to work on: windows or sandbox", default="windows on Windows, sandbox elsewhere"),
    Option(names=("--root",), member="root", value="DIR", help="The folder of the sandbox",
           default="a folder in the user's data folder"),
)  # fmt: skip
COMMON = (
    HELP,
    Option(names=("--format",), member="format", value="FORMAT", read=OneOf("table", "json"),
           help="table for people, json for programs", default="table"),
    *MACHINE,
    Option(names=("--proxy",), member="proxy_url", value="URL", group="proxy", help="Use this proxy",
           default="the environment's proxy"),
    Option(names=("--no-proxy",), member="no_proxy", group="proxy", help="Use no proxy"),
    Option(names=("--verbose", "--verbose-logs"), member="verbose", help="Show verbose messages, too"),
    Option(names=("--nowarn", "--ignore-warnings"), member="nowarn", help="Show no warnings"),
    Option(names=("--disable-interactivity",), member="disable_interactivity",
           help="Ask nobody for administrator rights: fail where they are needed; show no progress"),
    Option(names=("--wait",), member="wait", ignored=True),
    Option(names=("--logs", "--open-logs"), member="logs", ignored=True),
    Option(names=("--no-vt",), member="no_vt", help="Write plain text to a terminal, too"),
    Option(names=("--rainbow",), member="rainbow", help="Show progress in all colours"),
    Option(names=("--retro",), member="retro", help="Show progress in plain characters"),
    Option(names=("--no-progress",), member="no_progress", help="Show no progress"),
    Option(names=("--correlation",), member="correlation", value="TEXT", ignored=True),
)  # fmt: skip


class Given:
    """The values of the options of one command line, by member."""

    def __init__(self, values: dict[str, object]) -> None:
        self._values = values

    def has(self, member: str) -> bool:
        return member in self._values

    def value(self, member: str) -> object | None:
        return self._values.get(member)

    def flag(self, member: str) -> bool:
        return self._values.get(member) is True

    def text(self, member: str) -> str | None:
        value = self._values.get(member)
        return value if isinstance(value, str) else None

    def texts(self, member: str) -> tuple[str, ...]:
        """All values of an option that may be repeated."""
        value = self._values.get(member)
        return tuple(map(str, value)) if isinstance(value, tuple) else ()


def parse(command: str, options: tuple[Option, ...], words: list[str]) -> Given:
    """The values that the words give, by winget's rules.

    Names of options are read in any case, letters after one minus are not. The word after an option with a value is its
    value, whatever it begins with. Words after `--` are values without a name.

    Raises:
        BadRequest: a word that means nothing here, or options that exclude each other.
    """
    reading = _Reading(command, options)
    rest = list(words)
    while rest:
        word = rest.pop(0)
        if word == "--":
            for value in rest:
                reading.position(value)
            break
        if word.startswith("--"):
            reading.long(word, rest)
        elif word.startswith("-"):
            reading.short(word, rest)
        else:
            reading.position(word)
    reading.check()
    return Given(reading.values)


def find(options: tuple[Option, ...], name: str) -> Option | None:
    """The option of this name as it was written, `--Id` or `-s`."""
    wanted = name.casefold() if name.startswith("--") else name
    return next((one for one in options if wanted in one.names), None)


class _Reading:
    def __init__(self, command: str, options: tuple[Option, ...]) -> None:
        self._command = command
        self._options = options
        self._given: list[Option] = []
        self.values: dict[str, object] = {}

    def long(self, word: str, rest: list[str]) -> None:
        name, equals, value = word.partition("=")
        option = self._known(name)
        if option.value:
            self._take(option, name, value if equals else self._next(name, rest))
        elif equals:
            raise self._wrong(say("{0} takes no value", name))
        else:
            self._set(option, name)

    def short(self, word: str, rest: list[str]) -> None:
        """`-e`, `-n 5`, `-n5`, `-n=5`; flags may be joined."""
        letters = word[1:]
        while letters:
            name, letters = f"-{letters[0]}", letters[1:]
            option = self._known(name)
            if option.value:
                self._take(option, name, letters.removeprefix("=") if letters else self._next(name, rest))
                return
            self._set(option, name)
        if word == "-":
            raise self._wrong(say("'-' is no option"))

    def position(self, word: str) -> None:
        for option in self._options:
            if option.position and (option.repeats or option.member not in self.values):
                self._take(option, option.names[0], word)
                return
        raise self._wrong(say("{0!r} is one word too many", word))

    def check(self) -> None:
        """Refuse what is missing and what does not go together."""
        for option in self._options:
            if option.required and not self.values.get(option.member):
                raise self._wrong(say("{0} is missing", option.names[0]))
        for option in self._given:
            same = {one.names[0] for one in self._given if option.group and one.group == option.group}
            if len(same) > 1:
                raise self._wrong(say("{0} exclude each other", " and ".join(sorted(same))))
            if option.needs and option.needs not in self.values:
                wanted = next(one.names[0] for one in self._options if one.member == option.needs)
                raise self._wrong(say("{0} needs {1}", option.names[0], wanted))

    def _known(self, name: str) -> Option:
        option = find(self._options, name)
        if option is None:
            raise self._wrong(say("there is no option {0!r}", name))
        if option.refused:
            raise self._wrong(say("{0} is not supported: {1}", name, translated(option.refused)))
        return option

    def _next(self, name: str, rest: list[str]) -> str:
        if not rest:
            raise self._wrong(say("{0} needs a value", name))
        return rest.pop(0)

    def _set(self, option: Option, name: str) -> None:
        self._given.append(option)
        self.values[option.member] = option.constant

    def _take(self, option: Option, name: str, text: str) -> None:
        if option.member in self.values and not option.repeats:
            raise self._wrong(say("{0} is given twice", name))
        try:
            value = option.read(text)
        except ValueError as reason:
            raise self._wrong(say("{0} {1}, not {2!r}", name, reason, text)) from None
        self._given.append(option)
        if option.repeats:
            before = self.values.get(option.member)
            value = (*before, value) if isinstance(before, tuple) else (value,)
        self.values[option.member] = value

    def _wrong(self, text: str) -> BadRequest:
        return BadRequest(f"{self._command}: {text}.", remedy=say("Run `{0} -?` for its options.", self._command))
