"""From the words of a command line to its verb: options may come before it."""

from __future__ import annotations

import msgspec

from wingetpy.cli.options import COMMON, find
from wingetpy.cli.verbs import Verb, heads, members, named
from wingetpy.errors import BadRequest
from wingetpy.messages.language import say

HELP_WORDS = ("-?", "--help")


class CommandLine(msgspec.Struct, frozen=True):
    """A command line taken apart.

    Attributes:
        verb: None where no verb is named.
        head: The first word of the verb, where a second one is missing or none is needed.
        words: All other words in their order.
    """

    verb: Verb | None
    head: Verb | None
    words: list[str]

    @property
    def asks_for_help(self) -> bool:
        before = self.words[: self.words.index("--")] if "--" in self.words else self.words
        return any(word.casefold() in HELP_WORDS for word in before)


def take_apart(words: list[str]) -> CommandLine:
    """Find the verb.

    Raises:
        BadRequest: The first word that is no option is no verb.
    """
    rest = list(words)
    if not rest:
        return CommandLine(None, None, rest)
    at = _first_word(rest)
    if at is None:
        return CommandLine(None, None, rest)
    head = named(heads(), rest[at])
    if head is None:
        raise BadRequest(
            say("Unrecognized command: {0!r}.", rest[at]), remedy=say("Run `wingetpy -?` for the commands.")
        )
    del rest[at]
    below = members(head.name)
    at = _first_word(rest) if below else None
    verb = named(below, rest[at]) if at is not None else None
    if at is not None and verb is not None:
        del rest[at]
        return CommandLine(verb, head, rest)
    if head.module:
        return CommandLine(head, head, rest)
    if at is not None:
        raise BadRequest(
            say("Unrecognized command: {0} {1!r}.", head.name, rest[at]),
            remedy=say("Run `wingetpy {0} -?` for its commands.", head.name),
        )
    return CommandLine(None, head, rest)


def _first_word(words: list[str]) -> int | None:
    """The place of the first word that is neither an option nor an option's value."""
    at = 0
    while at < len(words):
        word = words[at]
        if word == "--":
            return None
        if not word.startswith("-"):
            return at
        option = find(COMMON, word.partition("=")[0])
        takes_next = option is not None and option.value and "=" not in word
        at += 2 if takes_next else 1
    return None
