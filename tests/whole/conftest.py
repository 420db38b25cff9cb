"""A Windows for the tests of this folder."""

from kit.wine_fixture import wine_prefix

__all__ = ["wine_prefix"]
