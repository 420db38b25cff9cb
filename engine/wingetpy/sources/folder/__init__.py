"""The source type WinGetPy.Folder: a folder, a share or an archive of manifests, in any layout.

kind        the line of the table: which arguments it takes
location    an argument: a path, and the identifier made of it
source      the source: answers from an index, reads manifests from the folder
freshness   when the index is refreshed, and where: here or in a process of its own (indexer)
content     one refresh: of the folder itself, or of what an archive unpacks to
"""
