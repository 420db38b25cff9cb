"""Language tags, and how near one is to another."""

from __future__ import annotations

import re

import msgspec

SAME = 1.0
MATCHES = 0.9
"""From this similarity on, one language serves a wish for another: British English for American English."""
_OTHER_SCRIPT = 0.5
_NONE = 0.0

_SHAPE = re.compile(r"(?:[A-Za-z]{2,3}|[iI]-[A-Za-z]+|[xX]-[A-Za-z]{1,8})(?:-[A-Za-z0-9]{1,8})*", re.ASCII)
_LONGEST = 20

# Where a tag names no script and the language is written in several: by region, then the usual one ("").
_SCRIPTS: dict[str, dict[str, str]] = {
    "zh": {"": "hans", "tw": "hant", "hk": "hant", "mo": "hant"},
    "sr": {"": "cyrl"},
    "bs": {"": "latn"},
    "az": {"": "latn"},
    "uz": {"": "latn"},
    "mn": {"": "cyrl"},
    "pa": {"": "guru", "pk": "arab"},
    "ha": {"": "latn"},
    "iu": {"": "latn"},
}


class LanguageTag(msgspec.Struct, frozen=True):
    """A BCP 47 tag in its parts, all in lower case. Make it with `parse`."""

    text: str
    language: str
    script: str
    region: str

    @classmethod
    def parse(cls, text: str) -> LanguageTag:
        """Read a tag such as `en-US` or `zh-Hant-TW`, in any case.

        Raises:
            ValueError: where the text has not the shape of a tag.
        """
        if not is_language_tag(text):
            raise ValueError(f"{text!r} is no language tag such as en-US")
        language, *rest = text.lower().split("-")
        region = next((part for part in rest if len(part) == 2 or (len(part) == 3 and part.isdigit())), "")
        usual = _SCRIPTS.get(language, {})
        script = next((part for part in rest if len(part) == 4 and part.isalpha()), "")
        return cls(text, language, script or usual.get(region, usual.get("", "")), region)


def is_language_tag(text: str) -> bool:
    """Whether the text has the shape that manifests ask of a locale."""
    return len(text) <= _LONGEST and _SHAPE.fullmatch(text) is not None


def serves(wanted: str, offered: str) -> bool:
    """Whether a language meets a wish: the wanted tag itself, or one that it extends (`de` for `de-DE`)."""
    if not is_language_tag(wanted) or not is_language_tag(offered):
        return False
    return f"{wanted.lower()}-".startswith(f"{offered.lower()}-")


def distance(wanted: str, offered: str) -> float:
    """Similarity of two language tags: 1.0 the same, at least 0.9 compatible, 0.0 unrelated.

    Compatible is the same language in the same script. An empty text or one that is no tag is unrelated to all.
    """
    if not is_language_tag(wanted) or not is_language_tag(offered):
        return _NONE
    if wanted.lower() == offered.lower():
        return SAME
    want, offer = LanguageTag.parse(wanted), LanguageTag.parse(offered)
    if want.language != offer.language:
        return _NONE
    if want.script and offer.script and want.script != offer.script:
        return _OTHER_SCRIPT
    return MATCHES
