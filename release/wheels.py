"""One distribution of a package: what its tags allow, and what the bill of materials says of it."""

from __future__ import annotations

from dataclasses import dataclass
from email import message_from_string
from importlib.metadata import Distribution

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from release.target import Target

_SPDX = {"MIT License": "MIT"}
"""Titles of licences that mean one SPDX identifier; "BSD" and the like do not."""


@dataclass(frozen=True)
class Wheel:
    """A distribution that was installed from a wheel with this SHA-256.

    Attributes:
        license: As its metadata say it: an SPDX expression, or the name of a licence; may be empty.
        requires: The names of what it needs on the target.
    """

    name: str
    version: str
    summary: str
    license: str
    sha256: str
    tags: tuple[str, ...]
    requires: tuple[str, ...]

    @classmethod
    def of(cls, installed: Distribution, sha256: str, target: Target) -> Wheel:
        about = installed.metadata
        requirements = [Requirement(line) for line in installed.requires or ()]
        needed = [one for one in requirements if not one.marker or one.marker.evaluate({**target.markers, "extra": ""})]
        return cls(
            name=canonicalize_name(installed.name),
            version=installed.version,
            summary=about.get("Summary", ""),
            license=about.get("License-Expression")
            or _license(about.get("License", ""), about.get_all("Classifier", []))
            or _title(installed, about.get_all("License-File", [])),
            sha256=sha256,
            tags=tuple(message_from_string(installed.read_text("WHEEL") or "").get_all("Tag", [])),
            requires=tuple(sorted({canonicalize_name(one.name) for one in needed})),
        )


def _license(named: str, classifiers: list[str]) -> str:
    """The licence's name; where the whole text stands in its place, that of the classifier."""
    if named and "\n" not in named and named != "UNKNOWN":
        return named
    of_classifiers = [one.rpartition(" :: ")[2] for one in classifiers if one.startswith("License :: ")]
    return " and ".join(_SPDX.get(one, one) for one in of_classifiers)


def _title(installed: Distribution, files: list[str]) -> str:
    """The first line of its licence, where its metadata name none."""
    for name in files:
        lines = (installed.read_text(f"licenses/{name}") or installed.read_text(name) or "").split("\n")
        if title := next((line.strip() for line in lines if line.strip()), ""):
            return _SPDX.get(title, title)
    return ""
