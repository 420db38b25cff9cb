"""Masks what no text may show: user and password of a URL, secrets in its query, the credentials of sources.

Every text that leaves the engine goes through here: errors, messages, progress, plans and the log.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from re import Match, Pattern

MASK = "***"

_SECRET_NAMES = (
    r"(?:^|[-_.])sig|hmac|token|secret|passw|passphrase|pwd|auth(?!or$)|credential|jwt|session|policy|"
    r"(?:^|[-_.])(?:key|code|sas|pass|pin)$|"
    r"(?:api|access|shared|account|private|subscription|function|host)[-_.]?key"
)
"""Names of parameters whose value gives access: of Azure, AWS, Google, CloudFront, and those in common use."""


_UNENCODED = r"[^\s:/?#\"<>@]+:(?!\d+(?:[/?#\s'\"]|$))[^\s<>]{1,200}@"
"""User and password where `/ ? # "` of the password were not encoded: what follows the colon is no port."""

_SHORTEST = 4
"""A shorter secret is not looked for: it would make every text unreadable."""
_CUT = "…"
"""What `model.text.excerpt` puts where it cuts."""
_known: frozenset[str] = frozenset()


def hide(secrets: Iterable[str]) -> None:
    """Mask these texts, too, from now on and for the life of the process: what was read or given as a credential."""
    global _known
    _known = _known | {secret for secret in secrets if len(secret) >= _SHORTEST}


def without_secrets(text: str) -> str:
    """Return a text in which the secrets of each URL, and all that `hide` was given, are `***`."""
    if _known:
        for secret in sorted(_known, key=len, reverse=True):
            text = text.replace(secret, MASK)
            text = _without_cut(text, secret) if _CUT in text else text
    if "://" not in text:
        return text
    return _patterns()[0].sub(_masked, text)


def _without_cut(text: str, secret: str) -> str:
    """Return a text without the beginning of a secret at whose place a quotation was cut off."""
    parts = text.split(_CUT)
    for place, part in enumerate(parts[:-1]):
        for size in range(min(len(secret), len(part)), _SHORTEST - 1, -1):
            if part.endswith(secret[:size]):
                parts[place] = part[:-size] + MASK
                break
    return _CUT.join(parts)


def _masked(found: Match[str]) -> str:
    scheme, rest = found[1], found[2]
    authority = _patterns()[1].match(rest) or _patterns()[4].match(rest)
    if authority is not None:
        rest = f"{MASK}@{rest[authority.end() :]}"
    return scheme + _patterns()[2].sub(_masked_parameter, rest)


def _masked_parameter(found: Match[str]) -> str:
    from urllib.parse import unquote_plus  # late: start time

    secret = _patterns()[3].search(unquote_plus(found[2])) is not None
    return f"{found[1]}{found[2]}={MASK}" if secret and found[3] else found[0]


@cache
def _patterns() -> tuple[Pattern[str], ...]:
    """A URL in a text; what is before the `@` of its host; a parameter of its query or fragment; names of secrets; a
    password with letters that end a host.
    """
    import re  # late: start time

    return (
        re.compile(rf"([A-Za-z][A-Za-z0-9+.-]*://)((?:[^\s/?#\"<>]*:[^/?#\"<>\n]{{0,200}}@|{_UNENCODED})?[^\s\"<>]*)"),
        re.compile(r"[^/?#]*@"),
        re.compile(r"([?&;#])([^=&;#]*)=([^&;#\s\"'<>]*)"),
        re.compile(_SECRET_NAMES, re.IGNORECASE),
        re.compile(_UNENCODED),
    )
