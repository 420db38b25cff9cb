"""The place for secrets: the user's Credential Manager on Windows, files of mode 600 in a sandbox."""

from __future__ import annotations

import uuid
from collections.abc import Iterator

import pytest

from kit.host_machine import Machine
from wingetpy.hosts.vault import Vault

SECRETS = [b"", b"x", b'{"Token": "t"}', bytes(range(256)), b"y" * 2559, b"z" * 2560, b"ab" * 2560, b"q" * 20_000]


@pytest.fixture
def name(machine: Machine) -> Iterator[str]:
    one = f"WinGetPy.Tests:{uuid.uuid4()}"
    yield one
    machine.host.vault.delete(one)


@pytest.fixture
def vault(machine: Machine) -> Vault:
    return machine.host.vault


@pytest.mark.parametrize("secret", SECRETS, ids=lambda one: f"{len(one)} bytes")
def test_a_secret_comes_back_as_it_was_kept(vault: Vault, name: str, secret: bytes) -> None:
    vault.write(name, secret)
    assert vault.read(name) == secret
    assert vault.read(name.upper()) == secret


def test_one_that_is_not_there_is_none(vault: Vault, name: str) -> None:
    assert vault.read(name) is None
    vault.delete(name)


def test_a_shorter_one_replaces_a_long_one_whole(vault: Vault, name: str) -> None:
    vault.write(name, b"long" * 3000)
    vault.write(name, b"short")
    assert vault.read(name) == b"short"
    vault.write(name, b"long" * 3000)
    assert vault.read(name) == b"long" * 3000


def test_a_removed_one_leaves_nothing(vault: Vault, name: str) -> None:
    vault.write(name, b"long" * 3000)
    vault.delete(name)
    assert vault.read(name) is None
    vault.write(name, b"z" * 2560)
    assert vault.read(name) == b"z" * 2560


def test_two_names_are_two_secrets(vault: Vault, name: str) -> None:
    other = f"{name}:other/with\\odd*characters"
    vault.write(name, b"one")
    vault.write(other, b"two")
    assert (vault.read(name), vault.read(other)) == (b"one", b"two")
    vault.delete(other)
    assert (vault.read(name), vault.read(other)) == (b"one", None)
