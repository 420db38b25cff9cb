"""A server's answer: whether it is the file that was asked for, and which part and version of it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

from wingetpy.transfer.failures import CHECK_ADDRESS, GIVE_CREDENTIALS, Cut, failed
from wingetpy.transfer.wanted import Wanted

if TYPE_CHECKING:
    import httpx

LONGEST_RETRY_AFTER = 60.0
LONGEST_TAG = 1000
_MOST_DIGITS = 18
_RANGE = re.compile(r"bytes ([0-9]{1,18})-[0-9]{1,18}/([0-9]{1,18}|\*)")
TRY_AGAIN = (408, 425, 429, 500, 502, 503, 504)


class Answer:
    """How a server answers: from where on, how much the whole is, which version."""

    def __init__(self, offset: int, total: int | None, tag: str) -> None:
        self.offset = offset
        self.total = total
        self.tag = tag


def judge(wanted: Wanted, answer: httpx.Response, offset: int, asked: str = "") -> Answer:
    """Return what the answer announces.

    Args:
        offset: The first byte that was asked for.
        asked: The version that was asked for, as it was sent.

    Raises:
        Cut: may be tried again.
        TransferError: will not become better.
    """
    if answer.status_code in TRY_AGAIN:
        raise Cut(
            failed(wanted, f"the server answers {_status(answer)}"), retry_after(answer.headers.get("Retry-After", ""))
        )
    if answer.status_code == 416:
        raise Cut(failed(wanted, "the file has become shorter than what was read of it"), part_is_stale=True)
    if not answer.is_success:
        remedy = GIVE_CREDENTIALS if answer.status_code in (401, 403) else CHECK_ADDRESS
        raise failed(wanted, f"the server answers {_status(answer)}", remedy)
    size = _number(answer.headers.get("Content-Length", ""))
    tag = tag_of(answer.headers)
    if answer.status_code != 206:
        return Answer(0, size, tag)
    part = _RANGE.fullmatch(str(answer.headers.get("Content-Range", "")))
    if part is None or int(part[1]) != offset:
        raise Cut(failed(wanted, "the server gives another part than was asked for"), part_is_stale=True)
    if is_of_another_version(answer.headers, asked):  # whatever If-Range said
        raise Cut(failed(wanted, "the file has changed since its beginning was read"), part_is_stale=True)
    rest = None if size is None else offset + size
    return Answer(offset, rest if part[2] == "*" else int(part[2]), tag)


def is_of_another_version(headers: Mapping[str, str], asked: str) -> bool:
    """Whether an answer names another version than was asked for. Names of headers in lower case, here and below."""
    given = headers.get("etag" if asked.startswith('"') else "last-modified", "")
    return bool(asked and given) and given != asked


def range_headers(offset: int, tag: str) -> dict[str, str]:
    """Return the headers that ask for the rest of a version, for its beginning where the version has no usable name."""
    if offset == 0 or not is_usable_tag(tag):
        return {}
    return {"Range": f"bytes={offset}-", "If-Range": tag}


def is_usable_tag(tag: str) -> bool:
    """Whether a version's name can be sent back: a header takes ASCII that prints."""
    return bool(tag) and len(tag) <= LONGEST_TAG and tag.isascii() and tag.isprintable()


def tag_of(headers: Mapping[str, str]) -> str:
    """What names this version of the file for If-Range: a strong ETag, else the date; empty where neither can be
    sent back."""
    etag = headers.get("etag", "")
    tag = etag if etag and not etag.startswith("W/") else headers.get("last-modified", "")
    return tag if is_usable_tag(tag) else ""


def retry_after(text: str) -> float | None:
    """Return the seconds that a Retry-After header asks to wait, with a bound; None where it says nothing."""
    if (seconds := _number(text)) is not None:
        return min(float(seconds), LONGEST_RETRY_AFTER)
    if not text:
        return None
    from email.utils import parsedate_to_datetime  # late: start time
    from time import time

    try:
        return min(max(parsedate_to_datetime(text).timestamp() - time(), 0.0), LONGEST_RETRY_AFTER)
    except (ValueError, TypeError, IndexError, OverflowError, OSError):  # no date, or one that no clock has
        return None


def _number(text: str) -> int | None:
    """Return a number of ASCII digits; `²` is a digit to Python and no number."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= _MOST_DIGITS else None


def _status(answer: httpx.Response) -> str:
    return f"{answer.status_code} {answer.reason_phrase}".strip()
