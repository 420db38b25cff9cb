"""Which instances an export means."""

from __future__ import annotations

import msgspec


class ExportFilter(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """Only what fits all that is given; members of the resource that are no filter are passed over.

    Attributes:
        use_latest: False: exported packages name their version.
    """

    id: str | None = None
    source: str | None = None
    name: str | None = None
    use_latest: bool | None = None
