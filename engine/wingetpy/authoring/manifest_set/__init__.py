"""Manifests as files: made of what installers say, or of an older version; ordered, written as text, placed."""
