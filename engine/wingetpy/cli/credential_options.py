"""The options that give a source its credential. A secret may come from a variable or standard input, which no list of
processes shows."""

from __future__ import annotations

import os
import sys

from wingetpy.cli.options import Given, Option
from wingetpy.errors import BadRequest
from wingetpy.errors.secrets import hide
from wingetpy.messages.language import say, translated
from wingetpy.model.credential import Credential

_VARIABLE = "env:"
_PLACES = "TEXT, env:VARIABLE, or - for a line of standard input"

CREDENTIAL = (
    Option(names=("--token",), member="token", value="SECRET", group="authorization", default="none",
           help=f"Send and keep a bearer token: {_PLACES}"),
    Option(names=("--user",), member="user", value="NAME", group="authorization", default="none",
           help="Send and keep this user with --password"),
    Option(names=("--password",), member="password", value="SECRET", needs="user", default="none",
           help=f"The user's password: {_PLACES}"),
    Option(names=("--secret-header",), member="secret_header", value="NAME=SECRET", repeats=True, default="none",
           help=f"Send and keep a header; the secret as for --token: {_PLACES}"),
    Option(names=("--certificate",), member="certificate", value="FILE", default="none",
           help="Use this client certificate, a PEM or PKCS#12 file with its key"),
    Option(names=("--certificate-password",), member="certificate_password", value="SECRET", needs="certificate",
           default="none", help=f"The password of its key: {_PLACES}"),
)  # fmt: skip
NO_CREDENTIAL = Option(names=("--no-credential",), member="no_credential", help="Remove the kept credential")


def credential_of(given: Given) -> Credential | None:
    """Return the credential that the options give; an empty one where the kept one is to go, None where none is given.

    Raises:
        BadRequest: a variable that is not set, an empty line, a header without a name.
    """
    made = Credential(
        headers=dict(_header(text) for text in given.texts("secret_header")),
        token=_secret(given, "token"),
        user=given.text("user"),
        password=_secret(given, "password"),
        certificate=_file(given.text("certificate")),
        certificate_password=_secret(given, "certificate_password"),
    )
    hide(made.secrets)
    if given.flag("no_credential"):
        if made.kinds:
            raise BadRequest(
                say("--no-credential and a credential exclude each other."), remedy=say("Give one of them.")
            )
        return made
    return made if made.kinds else None


def _header(text: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not equals or not name.strip():
        raise BadRequest(
            say("--secret-header: NAME=SECRET was expected."),
            remedy=say("Write {0}.", "--secret-header X-Api-Key=SECRET"),
        )
    return name.strip(), _looked_up("secret-header", value)


def _secret(given: Given, member: str) -> str | None:
    text = given.text(member)
    return None if text is None else _looked_up(member.replace("_", "-"), text)


def _looked_up(option: str, text: str) -> str:
    if text == "-":
        text = sys.stdin.readline().rstrip("\r\n") if sys.stdin is not None else ""
        place = say("standard input has no line")
    elif text.startswith(_VARIABLE):
        place = say("the variable {0} is not set", text.removeprefix(_VARIABLE))
        text = os.environ.get(text.removeprefix(_VARIABLE), "")
    else:
        place = say("it is empty")
    if not text:
        raise BadRequest(
            say("--{0}: no secret was given, {1}.", option, place), remedy=say("Give {0}.", translated(_PLACES))
        )
    return text


def _file(path: str | None) -> str | None:
    return os.path.abspath(os.path.expanduser(path)) if path else None
