from __future__ import annotations

from pathlib import Path

import pytest

from kit.secure_server import Authority, trusted_authority


@pytest.fixture
def authority(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Authority:
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
    return trusted_authority(tmp_path / "authority", monkeypatch)
