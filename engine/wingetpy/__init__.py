"""WinGetPy's engine: a Windows Package Manager client behind a JSON-over-stdio protocol."""

__version__ = "0.1.0"
