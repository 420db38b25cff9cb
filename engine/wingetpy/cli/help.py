"""The help: what `-?` shows of the command line, of a group and of a verb."""

from __future__ import annotations

from collections.abc import Iterable

from wingetpy import __version__
from wingetpy.cli.options import COMMON, MACHINE, Option
from wingetpy.cli.verbs import Verb, heads, members
from wingetpy.messages.language import say, translated


def overview() -> list[str]:
    """All commands."""
    return [
        say("WinGetPy v{0}: a Windows Package Manager client", __version__),
        "",
        say("usage: wingetpy <command> [<options>]"),
        "",
        say("The following commands are available:"),
        *_columns((verb.name, translated(verb.summary)) for verb in heads()),
        "",
        say("`wingetpy <command> -?` shows the options of a command."),
        say("`wingetpy --info` and `wingetpy --version` describe this engine."),
    ]


def group_help(head: Verb) -> list[str]:
    """The verbs of a group."""
    return [
        f"{translated(head.summary)}.",
        "",
        say("usage: wingetpy {0} <command> [<options>]", head.name),
        *_aliases(head),
        "",
        say("The following commands are available:"),
        *_columns((verb.name.rpartition(" ")[2], translated(verb.summary)) for verb in members(head.name)),
        "",
        say("`wingetpy {0} <command> -?` shows the options of a command.", head.name),
    ]


def verb_help(verb: Verb) -> list[str]:
    """Usage, aliases, every option with its default, examples."""
    view = verb.view()
    common = MACHINE if verb.name == "serve" else COMMON
    places = [one for one in view.options if one.position]
    own = [one for one in view.options if not one.position]
    lines = [
        f"{translated(verb.summary)}.",
        "",
        say("usage: wingetpy {0} {1}[<options>]", verb.name, "".join(map(_place, places))),
    ]
    lines += _aliases(verb)
    if below := members(verb.name):
        lines += ["", say("The following commands are available:")]
        lines += _columns((one.name.rpartition(" ")[2], translated(one.summary)) for one in below)
    if places:
        lines += ["", say("The following arguments are available:"), *_options(places)]
    if any(_shown(one) for one in own):
        lines += ["", say("The following options are available:"), *_options(own)]
    lines += ["", say("Options of every command:"), *_options(common)]
    if ignored := [one.names[0] for one in (*own, *common) if one.ignored]:
        lines += ["", say("Accepted without effect: {0}.", ", ".join(ignored))]
    if refused := [one for one in own if one.refused]:
        lines += ["", say("Not supported:"), *_columns((one.names[0], translated(one.refused)) for one in refused)]
    return [*lines, "", say("Examples:"), *(f"  wingetpy {example}" for example in view.examples)]


def _aliases(verb: Verb) -> list[str]:
    return (
        ["", say("The following command aliases are available: {0}", ", ".join(verb.aliases))] if verb.aliases else []
    )


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
    about = translated(option.help)
    if option.required:
        return say("{0} [required]", about)
    default = option.default or ("off" if not option.value else "none")
    return about if option.member == "help" else say("{0} [default: {1}]", about, translated(default))


def _columns(rows: Iterable[tuple[str, str]]) -> list[str]:
    pairs = list(rows)
    width = max((len(name) for name, _ in pairs), default=0) + 2
    return [f"  {name:{width}}{text}" for name, text in pairs]
