"""A language serves who asked for a near one."""

from __future__ import annotations

import pytest

from wingetpy.model.locale import MATCHES, LanguageTag, distance, is_language_tag


@pytest.mark.parametrize(
    ("wanted", "offered"), [("en-US", "en-GB"), ("en", "en-US"), ("zh-Hant", "zh-TW"), ("zh-CN", "zh-SG")]
)
def test_the_same_language_in_the_same_script_matches(wanted: str, offered: str) -> None:
    assert MATCHES <= distance(wanted, offered) < 1
    assert distance(offered, wanted) == distance(wanted, offered)


def test_the_same_tag_matches_in_any_case() -> None:
    assert distance("EN-us", "en-US") == 1


@pytest.mark.parametrize(("wanted", "offered"), [("en-US", "fr-FR"), ("en-US", ""), ("", ""), ("no language", "en")])
def test_another_language_serves_nobody(wanted: str, offered: str) -> None:
    assert distance(wanted, offered) == 0


def test_another_script_does_not_match() -> None:
    assert 0 < distance("zh-CN", "zh-TW") < MATCHES
    assert distance("sr-Latn-RS", "sr-RS") < MATCHES


def test_a_tag_has_language_script_and_region() -> None:
    tag = LanguageTag.parse("zh-Hant-TW")
    assert (tag.language, tag.script, tag.region) == ("zh", "hant", "tw")
    with pytest.raises(ValueError, match="no language tag"):
        LanguageTag.parse("english (US)")


@pytest.mark.parametrize("text", ["en", "en-US", "x-pig", "i-klingon", "ca-ES-valencia"])
def test_tags_are_recognised(text: str) -> None:
    assert is_language_tag(text)


@pytest.mark.parametrize("text", ["", "e", "english", "en_US", "en-", "a" * 30])
def test_what_is_no_tag_is_not(text: str) -> None:
    assert not is_language_tag(text)
