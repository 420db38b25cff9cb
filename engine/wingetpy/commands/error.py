"""`error/get`: what an error code means and what to do about it. It answers whatever a policy forbids."""

from __future__ import annotations

import msgspec

from wingetpy.commands.command import Command
from wingetpy.commands.parameters import Totals
from wingetpy.errors import BadRequest
from wingetpy.errors.known import KnownError, find_known_errors
from wingetpy.model.call import Call
from wingetpy.operations.context import Context
from wingetpy.operations.request import Text


class ErrorParameters(msgspec.Struct, frozen=True, rename="pascal", kw_only=True):
    """`input`: a code in hexadecimal or decimal digits, or a word of a symbol or a description."""

    input: Text


def get(context: Context, parameters: ErrorParameters, call: Call) -> Totals:
    """Emit the codes that the input means. Raises BadRequest where no code has the word."""
    found = find_known_errors(parameters.input)
    if not found:
        raise BadRequest(
            f"No error has {parameters.input!r} in its symbol or description.",
            target=parameters.input,
            remedy="Give a code such as 0x8A150014, or another word.",
        )
    call.items(found)
    return Totals(count=len(found))


GET = Command(ErrorParameters, Totals, get, items=KnownError)
