"""Agreements of a source: accepted once, and again when their identifier changes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from wingetpy.errors import ConsentMissing, ErrorCode
from wingetpy.errors.remedies import SOURCE_AGREEMENTS

if TYPE_CHECKING:
    from wingetpy.sources.source import SourceAccess


class SourceTerm(msgspec.Struct, frozen=True, rename="pascal", kw_only=True):
    """One text that a user of a source agrees to. Each part may be empty."""

    label: str = ""
    text: str = ""
    url: str = ""


class SourceAgreements(msgspec.Struct, frozen=True, kw_only=True):
    """What a source asks agreement for.

    Attributes:
        identifier: Changes with the texts.
        agreements: The texts.
        needs_market: The source is sent the user's market, which needs agreement, too.
    """

    identifier: str = ""
    agreements: tuple[SourceTerm, ...] = ()
    needs_market: bool = False

    @property
    def key(self) -> str:
        """What is remembered of an acceptance; empty where there is nothing to accept."""
        return f"{self.identifier}{'+market' if self.needs_market else ''}"


def check_agreements(source: str, needed: SourceAgreements, access: SourceAccess) -> None:
    """Require that the user accepts what a source asks for: earlier, or with this command, which is remembered.

    Args:
        source: The name of the source, for the message; its argument while it is added.

    Raises:
        ConsentMissing: SourceAgreementsNotAccepted, with the texts.
    """
    if not needed.key or access.accepted == needed.key:
        return
    if access.accept_agreements:
        access.remember(needed.key)
        return
    raise ConsentMissing(
        "\n".join([f"The source {source} is not used before you agree to its terms.", *_texts(needed)]),
        code=ErrorCode.SourceAgreementsNotAccepted,
        target=source,
        remedy=SOURCE_AGREEMENTS,
    )


def _texts(needed: SourceAgreements) -> list[str]:
    parts = [": ".join(part for part in (one.label, one.text, one.url) if part) for one in needed.agreements]
    if needed.needs_market:
        parts.append("The source is sent the two letters of your geographic region (such as US) to work properly.")
    return parts
