"""What publishers do with manifests: check whole folders of them."""
