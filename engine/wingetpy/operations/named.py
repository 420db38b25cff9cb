"""Including and excluding packages of a list by id or name."""

from __future__ import annotations

import re
from collections.abc import Sequence
from fnmatch import translate

from wingetpy.correlation.correlated import Correlated
from wingetpy.errors import BadRequest
from wingetpy.model.call import Call
from wingetpy.model.text import fold
from wingetpy.sources.match import has_wildcard


def chosen_by_name(
    found: list[Correlated], include: Sequence[str], exclude: Sequence[str], call: Call
) -> list[Correlated]:
    """Return the packages that one of `include` names, if there is any, and none of `exclude`, in their order.

    A text is a whole id or name, in any case; `*` and `?` are wildcards. One that names nothing is reported.

    Raises:
        BadRequest: a blank text.
    """
    for text in (*include, *exclude):
        if not text.strip():
            raise BadRequest(
                "A blank text includes or excludes no package.", remedy="Give an id or a name, or leave it out."
            )
    chosen = found
    if include:
        chosen = [one for one in chosen if any(_names(text, one) for text in include)]
    if exclude:
        chosen = [one for one in chosen if not any(_names(text, one) for text in exclude)]
    for text in (*include, *exclude):
        if not any(_names(text, one) for one in found):
            call.message("Warning", f"No installed package has the id or name '{text}'.")
    return chosen


def _names(text: str, one: Correlated) -> bool:
    wanted = fold(text.strip())
    own = (fold(one.id), fold(one.entry.name))
    if not has_wildcard(wanted):
        return wanted in own
    pattern = re.compile(translate(wanted.replace("[", "[[]")))
    return any(pattern.match(name) for name in own)
