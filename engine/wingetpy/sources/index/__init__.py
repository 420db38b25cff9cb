"""The SQLite file that answers searches for a source of manifests.

    schema      the tables
    walk        which files a folder holds, and their stamps
    parts       what the index keeps of the files of one package version
    worker      a process that reads manifests; pool: several of them
    writer      packages into the file
    build       a whole index; refresh: only what changed
    generation  which file is the current one
    query       searches and look-ups

A search needs `query` and `generation` only; all that reads manifests is imported when an index is built.
"""
