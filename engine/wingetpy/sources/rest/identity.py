"""Tokens of Microsoft Entra ID for servers that require them, by the package `msal` of the extra `entra`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from wingetpy.errors import ErrorCode, SourceError
from wingetpy.model.text import excerpt
from wingetpy.sources.rest.contract import SignIn, is_at_least

if TYPE_CHECKING:
    from wingetpy.sources.source import SourceAccess

CLIENT_ID = "7b8ea11a-7f45-4b3a-ab51-794d5863af15"
"""winget's own, which the servers' owners allow."""
AUTHORITY = "https://login.microsoftonline.com/organizations"
LOGIN_SECONDS = 120

_SINCE = "1.7.0"
_DEFAULT_SCOPE = "user_impersonation"


class EntraTokens:
    """Tokens for the sources of an engine; msal keeps and renews them while the engine lives."""

    def __init__(self) -> None:
        self._application: Any = None

    def authorization(self, wanted: SignIn | None, contract: str, source: str, access: SourceAccess) -> str | None:
        """Return the value of the header Authorization that a server wants; None for none.

        Args:
            wanted: What the server's information says.
            access: Whether a window may ask a person to sign in, and the account.

        Raises:
            SourceError: InvalidAuthenticationInfo, AuthenticationTypeNotSupported (also without msal),
                AuthenticationInteractiveRequired, AuthenticationFailed.
        """
        if wanted is None or not is_at_least(contract, _SINCE):
            return None
        kind = (wanted.authentication_type or "").lower()
        if kind == "none":
            return None
        info = wanted.microsoft_entra_id_authentication_info
        if not kind or (kind == "microsoftentraid" and (info is None or not info.resource)):
            raise _error(source, "it asks for a sign-in without saying for what", ErrorCode.InvalidAuthenticationInfo)
        if kind != "microsoftentraid" or info is None:
            text = f"it asks for a sign-in of the type {wanted.authentication_type}, which is not supported"
            raise _error(source, text, ErrorCode.AuthenticationTypeNotSupported)
        return f"Bearer {self._token(f'{info.resource}/{info.scope or _DEFAULT_SCOPE}', source, access)}"

    def _token(self, scope: str, source: str, access: SourceAccess) -> str:
        application = self._opened(source)
        found: dict[str, Any] | None = None
        if access.authentication_mode != "Interactive":
            accounts = application.get_accounts(access.authentication_account)
            found = application.acquire_token_silent([scope], account=accounts[0]) if accounts else None
        if found is None:
            if access.authentication_mode == "Silent":
                text = "a sign-in with Microsoft Entra ID needs a window, which was not allowed"
                raise _error(source, text, ErrorCode.AuthenticationInteractiveRequired)
            found = application.acquire_token_interactive(
                [scope], login_hint=access.authentication_account, timeout=LOGIN_SECONDS
            )
        token = (found or {}).get("access_token")
        if not token:
            said = (found or {}).get("error_description") or (found or {}).get("error") or "no token came"
            text = f"the sign-in with Microsoft Entra ID failed: {str(said).splitlines()[0]}"
            raise _error(source, text, ErrorCode.AuthenticationFailed)
        return str(token)

    def _opened(self, source: str) -> Any:
        if self._application is None:
            try:
                import msal  # late: an extra, and slow to import
            except ImportError as error:
                raise SourceError(
                    f"The source {source} requires a sign-in with Microsoft Entra ID, for which msal is not installed.",
                    code=ErrorCode.AuthenticationTypeNotSupported,
                    category="AuthenticationError",
                    target=source,
                    remedy="Install the engine with its extra 'entra'.",
                ) from error
            self._application = msal.PublicClientApplication(CLIENT_ID, authority=AUTHORITY)
        return self._application


def _error(source: str, reason: str, code: ErrorCode) -> SourceError:
    return SourceError(
        f"The source {source} cannot be used: {excerpt(reason)}.",
        code=code,
        category="AuthenticationError",
        target=source,
        remedy="Sign in again, or ask the owner of the source.",
    )
