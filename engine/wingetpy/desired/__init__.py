"""What should be: packages, sources, pins and settings that are compared with what is, and made so.

properties       what is wanted and what is are of one type: the properties of a resource
resource         the contract of a resource
kinds            the table of resources
ensure           get, test, set: the same for each resource
packages/        packages and lists of them
lists/           files of packages: winget's package lists, and lock files
sources, pins    ...
user_settings, admin_settings
"""
