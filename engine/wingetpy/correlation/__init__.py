"""Which package of which source an installed program is, and whether there is something newer of it.

Start at `correlate.correlate`; `criteria.select` picks from what it gives.
"""
