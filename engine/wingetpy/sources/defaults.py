"""The sources that winget has from the start: so has a fresh Windows machine here, and a sandbox once it is reset."""

from __future__ import annotations

from wingetpy.model.text import fold
from wingetpy.sources.details import SourceDetails

_PREINDEXED, _REST = "Microsoft.PreIndexed.Package", "Microsoft.Rest"
_CDN = "https://cdn.winget.microsoft.com"

MSSTORE = SourceDetails(
    name="msstore",
    type=_REST,
    argument="https://storeedgefd.dsx.mp.microsoft.com/v9.0",
    identifier="StoreEdgeFD",
    data="",
    trust_level="Trusted",
    origin="Default",
)
WINGET = SourceDetails(
    name="winget",
    type=_PREINDEXED,
    argument=f"{_CDN}/cache",
    identifier="Microsoft.Winget.Source_8wekyb3d8bbwe",
    data="Microsoft.Winget.Source_8wekyb3d8bbwe",
    trust_level="Trusted|StoreOrigin",
    origin="Default",
)
WINGET_FONT = SourceDetails(
    name="winget-font",
    type=_PREINDEXED,
    argument=f"{_CDN}/fonts",
    identifier="Microsoft.Winget.Fonts.Source_8wekyb3d8bbwe",
    data="Microsoft.Winget.Fonts.Source_8wekyb3d8bbwe",
    trust_level="Trusted|StoreOrigin",
    explicit=True,
    origin="Default",
)
DEFAULTS = (MSSTORE, WINGET, WINGET_FONT)
"""In the reference's order."""

POLICIES = {
    MSSTORE.name: "EnableMicrosoftStoreSource",
    WINGET.name: "EnableDefaultSource",
    WINGET_FONT.name: "EnableFontSource",
}
"""The policy that requires or forbids each."""


def default_named(name: str) -> SourceDetails | None:
    """Return the default source of a name, without case; None if it is none of them."""
    return next((one for one in DEFAULTS if one.name == fold(name)), None)
