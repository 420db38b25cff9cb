"""`serve`: for the help only; `__main__` starts the protocol without the command line."""

from __future__ import annotations

from wingetpy.cli.options import Given
from wingetpy.cli.session import Session
from wingetpy.cli.verbs import View
from wingetpy.errors import BadRequest
from wingetpy.messages.language import say


def refuse(session: Session, given: Given) -> int:
    raise BadRequest(say("serve: options come after it."), remedy="wingetpy serve --host sandbox --root DIR")


SERVE = View(options=(), run=refuse, examples=("serve", "serve --host sandbox --root DIR"))
