"""How the command line looks on a terminal: what the options and the user's settings say."""

from __future__ import annotations

from typing import Literal, get_args

import msgspec

from wingetpy.cli.options import Given

Bar = Literal["accent", "rainbow", "retro", "sixel", "disabled"]
"""winget's words of `visual.progressBar`; `sixel`, which is about pictures, looks as `accent` does."""


class _Visual(msgspec.Struct, frozen=True, rename="camel"):
    progress_bar: object = None


class _Interactivity(msgspec.Struct, frozen=True):
    disable: object = None


class _Settings(msgspec.Struct, frozen=True):
    visual: _Visual = _Visual()
    interactivity: _Interactivity = _Interactivity()


def bar_of(given: Given, document: str) -> Bar:
    """Return how progress is drawn: the options come before the settings.

    Args:
        given: The options of the command.
        document: The user's settings as JSON. A value that does not fit was warned of; the default holds then.
    """
    if given.flag("no_progress") or given.flag("disable_interactivity"):
        return "disabled"
    if given.flag("rainbow"):
        return "rainbow"
    if given.flag("retro"):
        return "retro"
    try:
        settings = msgspec.json.decode(document, type=_Settings)
    except msgspec.ValidationError:  # `visual` is no object, which the engine warns of
        return "accent"
    if settings.interactivity.disable is True:
        return "disabled"
    word = settings.visual.progress_bar
    return next((one for one in get_args(Bar) if one == word), "accent")
