"""From the options of install, upgrade and uninstall to one request for each package that is named."""

from __future__ import annotations

import msgspec

from wingetpy.cli.options import Given
from wingetpy.cli.package_options import queries
from wingetpy.cli.session import Session
from wingetpy.errors import BadRequest
from wingetpy.errors.remedies import NAME_PACKAGE
from wingetpy.messages.language import say

_OF_ONE_PACKAGE = {
    "id": "--id", "name": "--name", "moniker": "--moniker", "product_code": "--product-code", "manifest": "--manifest",
    "version": "--version", "location": "--location", "log": "--log", "override": "--override", "custom": "--custom",
    "rename": "--rename",
}  # fmt: skip
"""What means one package, by member: not for several queries."""


_CRITERIA = ("query", "id", "name", "moniker", "tag", "command", "product_code", "manifest")


def gives_criteria(given: Given) -> bool:
    """Whether any option is given that says which package is meant, be it a blank."""
    return any(given.has(member) for member in _CRITERIA)


def names_a_package(given: Given) -> bool:
    """Whether a criterion says which package is meant; each of several queries must."""
    texts = [*given.texts("query"), *(given.text(member) for member in _CRITERIA)]
    return all(one.strip() for one in given.texts("query")) and any(one and one.strip() for one in texts)


def package_requests(session: Session, given: Given, verb: str, method: str, **members: object) -> list[msgspec.Struct]:
    """The parameters of `method`, once for each query.

    Args:
        session: The command line.
        given: Its options.
        verb: For errors.
        method: The method they are for.
        members: Members that every request has.

    Raises:
        BadRequest: No package is named, or several are with an option for one.
    """
    if not names_a_package(given):
        raise BadRequest(say("{0}: no package is named.", verb), remedy=NAME_PACKAGE)
    asked = queries(given)
    if len(asked) > 1:
        for member, name in _OF_ONE_PACKAGE.items():
            if given.has(member):
                raise BadRequest(
                    say("{0}: {1} is for one package, and several are named.", verb, name),
                    remedy=say("Name one package."),
                )
    return [session.parameters(method, given, query=query, **members) for query in asked]
