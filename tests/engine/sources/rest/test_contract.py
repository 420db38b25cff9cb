"""Client and server agree on a version of the contract, and a server's answers are read as they are."""

from __future__ import annotations

import pytest

from wingetpy.sources.rest.contract import (
    CONTRACTS,
    AnswerUnusable,
    SearchAnswer,
    decoded,
    is_at_least,
    negotiate,
    texts,
)


@pytest.mark.parametrize(
    ("server", "client", "chosen"),
    [
        (["1.0.0", "2.0.0", "1.2.0"], ["1.0.0", "1.2.0"], "1.2.0"),
        (["1.0.0", "2.0.0", "1.2.1"], ["1.0.0", "1.2.0"], "1.2.0"),
        (["1.0.0", "2.0.0"], ["3.0.0", "4.2.0"], None),
        (["1.9.0", "1.10.0"], CONTRACTS, "1.10.0"),
        (["1.4", "1.0.0"], CONTRACTS, "1.4.0"),
        (["1", "one", "²", ""], CONTRACTS, None),
        ([], CONTRACTS, None),
    ],
)
def test_the_highest_common_version_is_spoken_in_the_clients_spelling(
    server: list[str], client: list[str], chosen: str | None
) -> None:
    assert negotiate(server, client) == chosen


def test_versions_of_the_contract_are_numbers() -> None:
    assert is_at_least("1.10.0", "1.7.0")
    assert not is_at_least("1.4.0", "1.10.0")


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"no json",
        b"[]",
        b'{"Data": 1}',
        b'{"Data": [{"PackageIdentifier": 5}]}',
        b'{"Data": "\xff"}',
        b'{"Data":' + b"[" * 100_000,
        b'{"ContinuationToken": {}}',
    ],
)
def test_an_answer_of_another_shape_is_refused(body: bytes) -> None:
    with pytest.raises(AnswerUnusable):
        decoded(body, SearchAnswer)


def test_null_and_unknown_members_are_nothing() -> None:
    answer = decoded(b'{"Data": null, "ContinuationToken": null, "New": {"a": [1]}}', SearchAnswer)
    assert answer == SearchAnswer()
    assert texts(["a", None, "", "a", "b"]) == ("a", "b")
