"""Processor architectures as manifests, machines and users name them."""

from __future__ import annotations

from typing import Literal, get_args

Architecture = Literal["x86", "x64", "arm", "arm64", "neutral", "unknown"]
"""`neutral` runs everywhere; `unknown` runs nowhere."""

ARCHITECTURES: tuple[Architecture, ...] = get_args(Architecture)


def parse_architecture(text: str) -> Architecture:
    """The architecture of that name in any case, else `unknown`."""
    folded = text.strip().lower()
    for architecture in ARCHITECTURES:
        if folded == architecture:
            return architecture
    return "unknown"
