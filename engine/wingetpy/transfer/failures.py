"""What ends a transfer, as errors for a user."""

from __future__ import annotations

import re

from wingetpy.errors import EngineError, ErrorCode, TransferError
from wingetpy.model.text import excerpt
from wingetpy.transfer.redirects import RedirectRefused
from wingetpy.transfer.wanted import Wanted

_NUMBERS = re.compile(r"^\[(?:Errno|WinError) -?\d+\] |^\[SSL(?:: \w+)?\] | \(_ssl\.c:\d+\)")
"""What Python puts around the words of the system and of its TLS library."""
TRY_NETWORK = "See whether the network and the proxy are right, and try again."
CHECK_ADDRESS = "Check the address; if it is a manifest's, report it to the manifest's maintainer."
GIVE_CREDENTIALS = "Check the address, and what lets you into the source."


class Cut(Exception):
    """The transfer did not come to its end, and another attempt may help.

    Attributes:
        error: The user's error if no attempt succeeds.
        pause: Seconds that the server asked to wait.
        part_is_stale: What was read before is of no use.
    """

    def __init__(self, error: TransferError, pause: float | None = None, part_is_stale: bool = False) -> None:
        super().__init__(error.text)
        self.error = error
        self.pause = pause
        self.part_is_stale = part_is_stale


def as_failure(wanted: Wanted, error: BaseException, *, has_begun: bool) -> Cut | EngineError:
    """Return what the waiting side raises for any exception of the reading thread.

    Args:
        has_begun: Whether the head of the answer came: what ends before it is no download that was cut short.
    """
    import httpx  # late: start time

    if isinstance(error, Cut | EngineError):
        return error
    if isinstance(error, httpx.InvalidURL | httpx.UnsupportedProtocol | RedirectRefused):
        return failed(wanted, str(error))
    if isinstance(error, httpx.RemoteProtocolError):
        return Cut(cut_short(wanted, str(error)) if has_begun else failed(wanted, str(error)))
    if isinstance(error, httpx.HTTPError | OSError):
        return Cut(failed(wanted, system_words(error)))
    if isinstance(error, ValueError):  # names and numbers that only the socket or the codec of host names refuses
        return failed(wanted, f"the address is not valid: {error}")
    return failed(wanted, f"unexpected {type(error).__name__}: {error}")


def system_words(error: BaseException) -> str:
    """Return what the system says of a failure, without numbers; the type's name where it says nothing."""
    return _NUMBERS.sub("", str(error)) or type(error).__name__


def failed(wanted: Wanted, reason: str, remedy: str = TRY_NETWORK) -> TransferError:
    return TransferError(
        f"The download of {wanted.name} from '{wanted.url}' failed: {excerpt(reason.rstrip('.'))}.",
        target=wanted.url,
        remedy=remedy,
    )


def too_slow(wanted: Wanted, size: int, seconds: float) -> TransferError:
    """The error for a server that sent so few bytes in so many seconds."""
    return TransferError(
        f"The download of {wanted.name} from '{wanted.url}' failed: it came at {size / seconds:.3g} bytes a second,"
        f" {size:,} bytes in {seconds:g} seconds.",
        target=wanted.url,
        remedy="Try again later: what was read is kept and taken up. The setting network.doProgressTimeoutInSeconds"
        " says how long a slow server is waited for.",
    )


def cut_short(wanted: Wanted, reason: str) -> TransferError:
    return TransferError(
        f"The download of {wanted.name} from '{wanted.url}' was cut short: {excerpt(reason.rstrip('.'))}.",
        code=ErrorCode.DownloadSizeMismatch,
        target=wanted.url,
        remedy="Try again: what was read is kept and taken up.",
    )


def size_mismatch(wanted: Wanted, size: int, total: int) -> TransferError:
    return cut_short(wanted, f"{total:,} bytes were announced, {size:,} came")
