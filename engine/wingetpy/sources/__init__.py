"""Where packages come from: the configured list, and sources that find packages and read their manifests.

Start at `catalog.Sources`: it opens configured sources as one `composite.CompositeSource`, which searches them all.

    catalog     Sources: what commands use
    configured  the list of sources: read, changed; list_file is the file, merge says which sources count
    defaults    winget's own sources; policy: what Group Policy says of sources
    rules       what the machine says of sources, and what each is given of it
    credentials what lets the engine into private sources; agreements: what a user accepts
    folders     what sources keep on this machine
    checks      what the name, the trust level and the place of a source must be like
    search      a search of several sources in progress; side_by_side asks them at once; choice says which are asked
    composite   several open sources as one; one that fails is a warning while others answer
    source      the contract: SourceKind, Source, OpenSource
    kinds       the table of types of sources
    folder      WinGetPy.Folder: a folder, a share or an archive of manifests
    details     what is configured about a source, and what an update of it found
    request     what is asked and what is answered
    match       what matching means, and the order of what matched
    keys        by what installed programs are recognised
    index       the SQLite file that answers for manifests in a folder: built, refreshed and queried
"""
