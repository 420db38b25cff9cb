"""The agreements of a source are accepted once, and again when they change."""

from __future__ import annotations

import pytest

from wingetpy.errors import ConsentMissing, ErrorCode
from wingetpy.sources.agreements import SourceAgreements, SourceTerm, check_agreements
from wingetpy.sources.source import SourceAccess

TERMS = SourceAgreements(
    identifier="v1", agreements=(SourceTerm(label="Terms", text="Be kind", url="https://contoso.com/terms"),)
)


def test_terms_that_nobody_accepted_are_shown_in_the_error() -> None:
    with pytest.raises(ConsentMissing) as raised:
        check_agreements("contoso", TERMS, SourceAccess())
    assert raised.value.code is ErrorCode.SourceAgreementsNotAccepted
    assert "Terms: Be kind: https://contoso.com/terms" in raised.value.text
    assert raised.value.target == "contoso"


def test_an_acceptance_is_remembered_under_the_terms_version() -> None:
    kept: list[str] = []
    check_agreements("contoso", TERMS, SourceAccess(accept_agreements=True, remember=kept.append))
    assert kept == ["v1"]
    check_agreements("contoso", TERMS, SourceAccess(accepted="v1"))


def test_other_terms_and_a_market_that_is_sent_now_are_asked_for_again() -> None:
    for needed in (SourceAgreements(identifier="v2"), SourceAgreements(identifier="v1", needs_market=True)):
        with pytest.raises(ConsentMissing):
            check_agreements("contoso", needed, SourceAccess(accepted="v1"))


def test_the_market_alone_needs_agreement() -> None:
    with pytest.raises(ConsentMissing, match="geographic region"):
        check_agreements("contoso", SourceAgreements(needs_market=True), SourceAccess())


def test_a_source_without_terms_needs_none() -> None:
    check_agreements("contoso", SourceAgreements(), SourceAccess())
