"""WinGetPy's engine: a Windows Package Manager client behind a JSON-over-stdio protocol."""

__version__ = "0.1.0"

PROTOCOL_VERSION = 1
"""Version of the protocol that `wingetpy serve` speaks (docs/protocol.md). `initialize` refuses every other one."""
