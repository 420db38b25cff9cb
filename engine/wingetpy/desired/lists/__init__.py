"""Files of packages: lists as winget exports and imports them, and lock files.

document    what such a file says
read        from bytes to a document, with every check
make        a document of what is installed
lock        exact versions and installers: taken when a lock file is made, compared when it is imported
resolve     from a document to the plan of each package; nothing is changed
carry_out   the plans, one after the other, and the pins
"""
