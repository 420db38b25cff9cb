"""The command line's words: which options each command has, in winget's forms, and how they become parameters.

`-h` is `--silent` and `-?` is the help, as in winget; a wrong word is `BadRequest` (0x8A150002).
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from typing import Any, NoReturn, TypeVar

import msgspec

from wingetpy.errors import BadRequest

T = TypeVar("T", bound=msgspec.Struct)

ALIASES = {
    "find": "search", "view": "show", "add": "install", "ls": "list", "update": "upgrade", "remove": "uninstall",
    "rm": "uninstall", "config": "settings", "sources": "source",
}  # fmt: skip
SOURCE_ALIASES = {"ls": "list", "refresh": "update", "rm": "remove", "config": "edit", "set": "edit"}


class Parser(argparse.ArgumentParser):
    """argparse that neither exits nor abbreviates."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(add_help=False, allow_abbrev=False, **settings)
        self.add_argument("-?", "--help", action="store_true", dest="help", help="Shows help about this command")

    def error(self, message: str) -> NoReturn:
        raise BadRequest(f"{self.prog}: {message}.", remedy=f"Run `{self.prog} -?` to see what it takes.")


def _query(p: Parser, *, several: bool = False) -> None:
    p.add_argument("words", nargs="*", metavar="query", help="What to look for")
    p.add_argument("-q", "--query", action="append", metavar="TEXT", help="What to look for")
    p.add_argument("--id", metavar="ID", help="Filter by package id")
    p.add_argument("--name", metavar="TEXT", help="Filter by name")
    p.add_argument("--moniker", metavar="TEXT", help="Filter by moniker")
    p.add_argument("-s", "--source", metavar="NAME", help="Use this source only")
    p.add_argument("-e", "--exact", action="store_true", help="Match the whole text, with its case")
    p.set_defaults(several=several)


def _tags(p: Parser) -> None:
    p.add_argument("--tag", metavar="TEXT", help="Filter by tag")
    p.add_argument("--cmd", "--command", dest="command", metavar="TEXT", help="Filter by command")


def _agreements(p: Parser, *, package: bool = False) -> None:
    p.add_argument("--accept-source-agreements", action="store_true", help="Accept what a source asks for")
    if package:
        p.add_argument("--accept-package-agreements", action="store_true", help="Accept the licences of the packages")


def _selection(p: Parser) -> None:
    p.add_argument("-v", "--version", metavar="VERSION", help="This version instead of the newest")
    p.add_argument("--scope", choices=["user", "machine", "system"], type=str.lower, help="For the user or the machine")
    p.add_argument("-a", "--architecture", metavar="ARCH", help="x64, x86, arm64, ...")
    p.add_argument("--installer-type", metavar="TYPE", help="portable, zip, msi, ...")
    p.add_argument("--locale", metavar="TAG", help="A language tag such as de-DE")
    p.add_argument("-m", "--manifest", metavar="PATH", help="A manifest file or folder instead of a query")


def _install(p: Parser) -> None:
    mode = p.add_mutually_exclusive_group()
    mode.add_argument("-i", "--interactive", action="store_true", help="Let the installer ask")
    mode.add_argument("-h", "--silent", action="store_true", help="Let the installer show nothing")
    p.add_argument("-o", "--log", metavar="PATH", help="Where the installer writes its log")
    p.add_argument("--override", metavar="TEXT", help="Arguments instead of the manifest's")
    p.add_argument("--custom", metavar="TEXT", help="Arguments besides the manifest's")
    p.add_argument("-l", "--location", metavar="PATH", help="Where to install")
    p.add_argument("-r", "--rename", metavar="NAME", help="The command name of a portable")
    p.add_argument("--force", action="store_true", help="Install again, replace changed files")
    p.add_argument("--ignore-security-hash", action="store_true", dest="allow_hash_mismatch",
                   help="Take an installer that is not what its hash says (not elevated)")  # fmt: skip
    p.add_argument("--skip-dependencies", action="store_true", help="Leave the packages it needs alone")
    p.add_argument("--dependencies-only", action="store_true", help="Install only the packages it needs")
    p.add_argument("--uninstall-previous", action="store_true", help="Remove the installed version first")
    _limits(p)


def _limits(p: Parser) -> None:
    p.add_argument("--timeout", type=float, dest="timeout_seconds", metavar="SECONDS", help="No new step after this")
    p.add_argument("--lock-wait", type=float, dest="lock_wait_seconds", metavar="SECONDS",
                   help="How long to wait for another change (120)")  # fmt: skip


def _machine(p: Parser) -> None:
    p.add_argument("--host", choices=["windows", "sandbox"], help="The machine to work on")
    p.add_argument("--root", metavar="DIR", help="The sandbox's folder")


def _common(p: Parser) -> None:
    p.add_argument("--format", choices=["table", "json"], default="table", help="Tables for people, json for programs")
    _machine(p)
    p.add_argument("--proxy", metavar="URL", help="Use this proxy")
    p.add_argument("--no-proxy", action="store_true", help="Use no proxy")
    p.add_argument("--disable-interactivity", action="store_true", help="Nothing is ever asked; accepted for scripts")
    p.add_argument("--verbose", "--verbose-logs", action="store_true", help="Tell more")
    p.add_argument("--nowarn", "--ignore-warnings", action="store_true", help="Show no warnings")


def command_parser(verb: str) -> Parser:
    """The parser of one command; BadRequest if there is no such command."""
    builder = _BUILDERS.get(verb)
    if builder is None:
        raise BadRequest(f"Unrecognised command: {verb!r}.", remedy="Run `wingetpy -?` to see the commands.")
    parser = Parser(prog=f"wingetpy {verb}", description=DESCRIPTIONS[verb])
    builder(parser)
    if builder is not _serve:
        _common(parser)
    return parser


def _count(text: str) -> int:
    if not text.isascii() or not text.isdigit() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is no number of 1 or more")
    return int(text)


def _search(p: Parser) -> None:
    _query(p)
    _tags(p)
    _agreements(p)
    p.add_argument("-n", "--count", type=_count, metavar="N", help="At most so many")
    p.add_argument("--versions", action="store_true", help="Show the available versions")


def _show(p: Parser) -> None:
    _query(p)
    _tags(p)
    _selection(p)
    _agreements(p)
    p.add_argument("--versions", action="store_true", help="Show the available versions")


def _list(p: Parser) -> None:
    _query(p)
    _tags(p)
    _agreements(p)
    p.add_argument("-n", "--count", type=_count, metavar="N", help="At most so many")
    p.add_argument("--scope", choices=["user", "machine", "system"], type=str.lower, help="For the user or the machine")
    p.add_argument("--product-code", metavar="CODE", help="Filter by product code")
    p.add_argument("--upgrade-available", action="store_true", dest="update_available", help="Only what has an update")
    p.add_argument("-u", "--include-unknown", action="store_true", help="Also what tells no version")


def _installer(p: Parser) -> None:
    _query(p, several=True)
    _tags(p)
    _selection(p)
    _install(p)
    _agreements(p, package=True)
    p.add_argument("--no-upgrade", action="store_true", help="Do not update what is installed")


def _upgrade(p: Parser) -> None:
    _query(p, several=True)
    _tags(p)
    _selection(p)
    _install(p)
    _agreements(p, package=True)
    p.add_argument("--all", "--recurse", action="store_true", help="Update all that has an update")
    p.add_argument("-u", "--include-unknown", action="store_true", help="Also what tells no version")


def _uninstall(p: Parser) -> None:
    _query(p, several=True)
    _tags(p)
    _agreements(p)
    p.add_argument("-m", "--manifest", metavar="PATH", help="A manifest file or folder instead of a query")
    p.add_argument("-v", "--version", metavar="VERSION", help="The installed version that is meant")
    p.add_argument("--all", "--all-versions", action="store_true", dest="all_versions", help="All installed versions")
    p.add_argument("--product-code", metavar="CODE", help="The product code of the installed package")
    p.add_argument("--scope", choices=["user", "machine", "system"], type=str.lower, help="For the user or the machine")
    mode = p.add_mutually_exclusive_group()
    mode.add_argument("-i", "--interactive", action="store_true", help="Let the uninstaller ask")
    mode.add_argument("-h", "--silent", action="store_true", help="Let the uninstaller show nothing")
    p.add_argument("-o", "--log", metavar="PATH", help="Where the uninstaller writes its log")
    p.add_argument("--force", action="store_true", help="Remove changed files, too")
    keep = p.add_mutually_exclusive_group()
    keep.add_argument("--purge", action="store_true", help="Remove the user's own files in the folder, too")
    keep.add_argument(
        "--preserve", action="store_true", help="Keep the folder with all files that are not the package's"
    )
    _limits(p)


def _truth(text: str) -> bool:
    if text.lower() not in ("true", "false"):
        raise argparse.ArgumentTypeError(f"{text!r} is neither true nor false")
    return text.lower() == "true"


def _source(p: Parser) -> None:
    p.add_argument("action", choices=["add", "list", "update", "remove", "reset", "export", "edit"])
    p.add_argument("words", nargs="*", metavar="name [argument [type]]")
    p.add_argument("-n", "--name", metavar="NAME", help="The name of the source")
    p.add_argument("-a", "--arg", dest="argument", metavar="PLACE", help="A folder, share or archive of manifests")
    p.add_argument("-t", "--type", metavar="TYPE", help="WinGetPy.Folder")
    p.add_argument("--trust-level", metavar="LEVEL", help="none or trusted")
    p.add_argument("-e", "--explicit", nargs="?", const="true", type=_truth, help="Used only when it is named")
    p.add_argument("-p", "--priority", type=int, metavar="N", help="The higher one wins")
    p.add_argument("--force", action="store_true", help="Really reset")
    p.add_argument("--all", action="store_true", help="All sources")
    _agreements(p)


def _hash(p: Parser) -> None:
    p.add_argument("words", nargs="*", metavar="file")
    p.add_argument("-f", "--file", metavar="PATH", help="The file")
    p.add_argument("-m", "--msix", action="store_true", help="Hash the signature of an MSIX package, too")


def _settings(p: Parser) -> None:
    p.add_argument("action", nargs="?", choices=["export"], help="Print the settings")


def _info(p: Parser) -> None:
    """No options of its own."""


def _serve(p: Parser) -> None:
    """For the help only: `__main__` reads these words itself, sparing argparse."""
    _machine(p)


_BUILDERS = {
    "search": _search, "show": _show, "install": _installer, "list": _list, "upgrade": _upgrade,
    "uninstall": _uninstall, "source": _source, "hash": _hash, "settings": _settings, "info": _info, "demo": _info,
    "serve": _serve,
}  # fmt: skip
DESCRIPTIONS = {
    "search": "Finds packages in the sources",
    "show": "Shows all about one package",
    "install": "Installs packages",
    "list": "Shows what is installed",
    "upgrade": "Shows and installs updates (also: update)",
    "uninstall": "Removes packages",
    "source": "Manages the sources of packages: add, list, update, remove, reset, export, edit",
    "hash": "Prints the SHA-256 of an installer",
    "settings": "Shows the settings",
    "info": "Tells about this engine and machine",
    "demo": "Runs the main job on a sandbox of its own, without network",
    "serve": "Speaks the protocol over standard input and output",
}


def parse(verb: str, words: Sequence[str]) -> argparse.Namespace:
    """The options of a command. A text may begin with a minus after `--`."""
    return command_parser(verb).parse_args(list(words))


def into(kind: type[T], options: argparse.Namespace, **more: object) -> T:
    """The parameters struct that the options fill in; members without an option keep their default."""
    given = {name: getattr(options, name, None) for name in kind.__struct_fields__} | more
    return kind(**{name: value for name, value in given.items() if value is not None})
