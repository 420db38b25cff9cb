"""`dsc`: for the help only; `__main__` answers dsc's calls without the command line."""

from __future__ import annotations

from wingetpy.cli.options import Given, Option
from wingetpy.cli.package_options import WHAT_IF
from wingetpy.cli.session import Session
from wingetpy.cli.verbs import View
from wingetpy.errors import BadRequest
from wingetpy.messages.language import say


def refuse(session: Session, given: Given) -> int:
    raise BadRequest(say("dsc: options come after it."), remedy="wingetpy dsc package get")


DSC = View(
    options=(
        Option(names=("--resource",), member="resource", value="RESOURCE", position=True,
               help="package, package-list, source, pin, user-settings-file, admin-settings, or manifests"),
        Option(names=("--function",), member="function", value="FUNCTION", position=True,
               help="get, set, test, delete, export, validate, schema or manifest; for manifests a folder"),
        Option(names=("--input",), member="input", value="JSON", default="standard input",
               help="The properties that are wanted"),
        WHAT_IF,
    ),
    run=refuse,
    examples=('dsc package get --input {"id":"Git.Git"}', "dsc source export", "dsc manifests FOLDER"),
)  # fmt: skip
