"""The help: what `-?` shows of the command line, of a group and of a verb."""

from __future__ import annotations

from collections.abc import Iterable

from wingetpy import __version__
from wingetpy.cli.options import COMMON, MACHINE, Option
from wingetpy.cli.verbs import Verb, heads, members

TITLE = f"WinGetPy v{__version__}: a Windows Package Manager client"


def overview() -> list[str]:
    """All commands."""
    return [
        TITLE,
        "",
        "usage: wingetpy <command> [<options>]",
        "",
        "The following commands are available:",
        *_columns((verb.name, verb.summary) for verb in heads()),
        "",
        "`wingetpy <command> -?` shows the options of a command.",
        "`wingetpy --info` and `wingetpy --version` describe this engine.",
    ]


def group_help(head: Verb) -> list[str]:
    """The verbs of a group."""
    return [
        f"{head.summary}.",
        "",
        f"usage: wingetpy {head.name} <command> [<options>]",
        *_aliases(head),
        "",
        "The following commands are available:",
        *_columns((verb.name.rpartition(" ")[2], verb.summary) for verb in members(head.name)),
        "",
        f"`wingetpy {head.name} <command> -?` shows the options of a command.",
    ]


def verb_help(verb: Verb) -> list[str]:
    """Usage, aliases, every option with its default, examples."""
    view = verb.view()
    common = MACHINE if verb.name == "serve" else COMMON
    places = [one for one in view.options if one.position]
    own = [one for one in view.options if not one.position]
    lines = [f"{verb.summary}.", "", f"usage: wingetpy {verb.name} {''.join(map(_place, places))}[<options>]"]
    lines += _aliases(verb)
    if below := members(verb.name):
        lines += ["", "The following commands are available:"]
        lines += _columns((one.name.rpartition(" ")[2], one.summary) for one in below)
    if places:
        lines += ["", "The following arguments are available:", *_options(places)]
    if any(_shown(one) for one in own):
        lines += ["", "The following options are available:", *_options(own)]
    lines += ["", "Options of every command:", *_options(common)]
    if ignored := [one.names[0] for one in (*own, *common) if one.ignored]:
        lines += ["", f"Accepted without effect: {', '.join(ignored)}."]
    if refused := [one for one in own if one.refused]:
        lines += ["", "Not supported:", *_columns((one.names[0], one.refused) for one in refused)]
    return [*lines, "", "Examples:", *(f"  wingetpy {example}" for example in view.examples)]


def _aliases(verb: Verb) -> list[str]:
    return ["", f"The following command aliases are available: {', '.join(verb.aliases)}"] if verb.aliases else []


def _place(option: Option) -> str:
    """`[[-q] <query>...] `, or `[-f] <file> ` of what is required, as winget writes it."""
    dots = "..." if option.repeats else ""
    text = f"[{_short(option) or option.names[0]}] <{option.value.lower()}>{dots}"
    return f"{text} " if option.required else f"[{text}] "


def _options(options: Iterable[Option]) -> list[str]:
    return _columns((_names(one), _text(one)) for one in options if _shown(one))


def _shown(option: Option) -> bool:
    return not option.ignored and not option.refused


def _names(option: Option) -> str:
    long = ", ".join(name for name in option.names if name.startswith("--"))
    short = _short(option)
    return f"{f'{short}, ' if short else ''}{long}{f' {option.value}' if option.value else ''}"


def _short(option: Option) -> str:
    return next((name for name in option.names if not name.startswith("--")), "")


def _text(option: Option) -> str:
    if option.required:
        return f"{option.help} [required]"
    default = option.default or ("off" if not option.value else "none")
    return option.help if option.member == "help" else f"{option.help} [default: {default}]"


def _columns(rows: Iterable[tuple[str, str]]) -> list[str]:
    pairs = list(rows)
    width = max((len(name) for name, _ in pairs), default=0) + 2
    return [f"  {name:{width}}{text}" for name, text in pairs]
