"""The table of targets: each is a module of this folder with a class `Target`, and a folder in `corpus`."""

from __future__ import annotations

TARGETS = ("manifests", "archives", "index", "published", "packages", "protocol", "http", "rest", "installers",
           "configurations")  # fmt: skip
