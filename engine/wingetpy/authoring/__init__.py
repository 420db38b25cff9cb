"""What publishers do with manifests: make and check them, build sources of them, serve them.

facts/             what installer files say of themselves
manifest_set/      manifests as files: made of these, or of an older version
preindexed/        a source for any static web server, built and signed
rest_app.py        a REST source as a WSGI application, for any WSGI server
rest_search.py     a search of the contract, answered from the folder's index
rest_documents.py  packages and manifests as the contract's JSON
rest_files.py      the installers that lie in the folder
rest_server.py     the application run by Werkzeug, with TLS
served_folder.py   the folder behind it, compared again every few seconds
"""
