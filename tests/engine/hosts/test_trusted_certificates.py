"""The folders of trusted certificates: what lies in them counts, and nothing in them stops a deployment."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import Encoding

from kit.certificates import publisher
from wingetpy.hosts.trusted_certificates import folder_trust


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no files that are pipes or devices")
@pytest.mark.timeout(30)
def test_a_pipe_or_a_device_in_the_folder_is_passed_over(tmp_path: Path) -> None:
    people = tmp_path / "people"
    people.mkdir()
    os.mkfifo(people / "a.cer")
    (people / "b.pem").symlink_to(people / "a.cer")
    (people / "c.der").symlink_to("/dev/zero")
    (people / "d.crt").mkdir()
    trusted = publisher().certificate
    (people / "e.cer").write_bytes(trusted.public_bytes(Encoding.DER))
    (people / "f.cer").write_bytes(b"none")
    os.mkfifo(tmp_path / "root")
    assert folder_trust([tmp_path]).knows(trusted)
