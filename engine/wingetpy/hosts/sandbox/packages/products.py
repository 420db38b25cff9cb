"""The products that `ms-uup:` names on the small machine: `uup.json`, with the full names of their packages."""

from __future__ import annotations

import os
from pathlib import Path

import msgspec

from wingetpy.errors import BadRequest
from wingetpy.hosts.sandbox.settings_file import read_file
from wingetpy.model.decoding import UNREADABLE, json_decoder

FILE_NAME = "uup.json"


def read_products(folder: Path) -> dict[str, list[str]]:
    """Return the packages of each product, by its id in lower case.

    Args:
        folder: The store's.

    Raises:
        BadRequest: the file cannot be read.
    """
    path = folder / FILE_NAME
    if not os.path.lexists(path):
        return {}
    try:
        found = json_decoder(dict[str, list[str]]).decode(read_file(path))
    except UNREADABLE as error:
        raise BadRequest(
            f"The products of the sandbox in '{path}' cannot be read: {error}.",
            target=str(path),
            remedy="Correct the file, a JSON object of product ids and arrays of full names, or move it away.",
        ) from error
    return {product.lower(): names for product, names in found.items()}


def write_products(folder: Path, products: dict[str, list[str]]) -> None:
    """Set the products of a store."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / FILE_NAME).write_bytes(msgspec.json.encode(products))
