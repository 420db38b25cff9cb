"""What is installed on a machine: its Apps & Features entries, its MSIX packages, and the record of its portables.

Start at `installed.installed_entries`.
"""
