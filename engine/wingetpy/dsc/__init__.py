"""DSC 3 resources: what the program `dsc` starts, through the registry of commands as every other face.

main         words and standard input in, JSON lines out, an exit code of the manifests' list
trace        what dsc reads on standard error
exit_codes   how a failure ends the process
resources    the manifests, one a resource
"""
