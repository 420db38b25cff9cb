"""Files of the reference client's own tests and published schemas, where they lie beside this repository."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from kit.wine_prefix import SHARED

MANIFESTS = SHARED / "data" / "peer-manifests"
SCHEMAS = SHARED / "data" / "schemas" / "manifests"


def need(path: Path) -> Path:
    """The path; skips the test where it is not there."""
    if not path.exists():
        pytest.skip(f"{path.name} is not here")
    return path


def peer_cases(name: str) -> list[Any]:
    """The reference's cases of a table; none where they are not here."""
    path = SHARED / "vectors" / f"{name}.json"
    return json.loads(path.read_text("utf-8")) if path.exists() else []


def peer_manifest(name: str) -> tuple[str, bytes]:
    """Name and content of a manifest of the reference's tests."""
    return name, need(MANIFESTS / name).read_bytes()
