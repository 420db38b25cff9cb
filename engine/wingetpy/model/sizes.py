"""Counts of bytes as a person reads them."""


def size_text(count: int) -> str:
    """`3.4 MB`; binary units, as winget shows them."""
    value, unit = float(count), "B"
    for unit in ("B", "KB", "MB", "GB"):
        if value < 1024 or unit == "GB":
            break
        value /= 1024
    return f"{int(value)} B" if unit == "B" else f"{value:.1f} {unit}"
