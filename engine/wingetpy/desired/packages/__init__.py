"""Packages that should be there or not, in a version, with a pin: one, and lists of them."""
