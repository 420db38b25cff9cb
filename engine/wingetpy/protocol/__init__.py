"""JSON-RPC 2.0 over the standard streams (docs/protocol.md). Nothing of packages.

framing       bytes to lines, and what is wrong with a line
messages      the structs of the envelope and of what the engine reports while a request runs
dispatch      which method has which parameters, result and handler
writer        the one thread that writes, so that no step waits for a reader
request       a request in progress: the Call that a command sees
workers       the threads that requests run on
execution     from a request to its final line
conversation  initialize, requests, cancellation, the end
streams       the standard streams, taken away from everything else
session       all of it together: `serve`
schema        the messages and methods as a JSON schema
"""
