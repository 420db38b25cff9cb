"""The agreements of packages, which must be accepted before anything of them is used."""

from __future__ import annotations

from collections.abc import Sequence

from wingetpy.errors import ConsentMissing
from wingetpy.errors.remedies import PACKAGE_AGREEMENTS
from wingetpy.operations.plan import PlanAgreement


def require_agreements(asking: Sequence[tuple[str, str, PlanAgreement]], target: str, accepted: bool) -> None:
    """Raise ConsentMissing with the texts of agreements that were not accepted.

    Args:
        asking: Name and id of the package, with one of its agreements.
        target: The id of the package that the error is about.
    """
    if accepted or not asking:
        return
    texts = "\n".join(f"{one.label}: {one.text} {one.url}".strip() for _, _, one in asking)
    packages = ", ".join(dict.fromkeys(f"{name} [{identifier}]" for name, identifier, _ in asking))
    raise ConsentMissing(f"{packages} requires agreement to:\n{texts}", target=target, remedy=PACKAGE_AGREEMENTS)
