"""Which installer fits this machine and these wishes, why the others do not, and whether there is something newer.

Start at `choose.choose_installer` and `availability.update_state`.
"""
