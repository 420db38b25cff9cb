"""Arguments that a verb does not take."""

from __future__ import annotations

from wingetpy.errors import BadRequest, ErrorCode


def invalid_argument(text: str, target: str, remedy: str) -> BadRequest:
    """Return the error for an argument that can be no target (E_INVALIDARG)."""
    return BadRequest(text, code=ErrorCode.InvalidParameter, target=target, remedy=remedy)


def not_supported(text: str, target: str, remedy: str, code: ErrorCode = ErrorCode.NotSupported) -> BadRequest:
    """Return the error for what the API has no way to do."""
    category = "NotImplemented" if code is not ErrorCode.InvalidParameter else "InvalidArgument"
    return BadRequest(text, code=code, category=category, target=target, remedy=remedy)
