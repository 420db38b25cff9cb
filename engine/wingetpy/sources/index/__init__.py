"""The SQLite file that answers searches for a source of manifests.

    schema        the tables
    generation    which file is the current one
    query         searches and look-ups; conditions: a request in SQL; reasons: what fitted
    walk          which files a folder holds, and their stamps
    reading       manifests into parts (parts) of package versions; version_file: the short way for the plainest
    pool          reading in several processes; worker: one of them
    package       parts into packages; writer: packages into the file; write_error: why it could not
    refresh       the whole index, or only what changed
    process       starting such processes; frames: what goes through their pipes

A search needs `query` and `generation` only; all that reads manifests is imported when an index is made.
"""
