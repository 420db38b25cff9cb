"""Where packages come from: the configured list, and sources that find packages and read their manifests.

Start at `catalog.Sources`: it opens configured sources as one `composite.CompositeSource`, which searches them all.

    catalog     Sources: what commands use
    configured  the list of sources, kept in the state folder
    composite   several open sources as one; one that fails is a warning while others answer
    folder      the source type WinGetPy.Folder: a folder, a share or an archive of manifests
    archive     unpacking an archive safely
    request     what is asked and what is answered
    match       what matching means, and the order of what matched
    index       the SQLite file that answers: built, refreshed and queried
"""
