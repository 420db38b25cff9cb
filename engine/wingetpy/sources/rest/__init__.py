"""Microsoft.Rest: a server that is asked live, at every command, over https.

kind.py        the line of the table: which addresses there may be, and the identifier that the server gives itself
source.py      one configured source: its connections and what it knows of the server for a while
opened.py      one command's answers: search, versions, manifests, keys
server.py      the three requests of the contract, their headers, and what an answer of another status means
remembered.py  what servers said about themselves, for a while
contract.py    versions and their negotiation, the words of the wire, its structs
asking.py      a search request as the server wants it, and what it does not support
matches.py     the packages of an answer as hits and keys
manifests.py   a manifest in JSON as a Manifest
package.py     all versions of a package as a server gave them
identity.py    Entra ID
store.py       what is special about the Microsoft Store: the keys that its certificates are pinned to
"""
