"""The source type Microsoft.PreIndexed.Package: a static web server with a signed index and the manifests.

kind          the line of the table: which arguments it takes
location      an argument: an address, and the identifier, which is the family name of the package there
server        requests to the server, with what may be wrong with its answers
package       the package with the index: downloaded, verified; kept: what is known of the one that answers
tables        a database that somebody else made, opened with every check; schema_1, schema_2: its packages
conversion    its packages into an index of ours, so that all sources are searched by the same rules
freshness     when the server is asked for a newer package, and where: here or in a process of its own (updater)
origins       where the manifest of a version is, and its hash; origin_table: the same, written
version_data  the versions of a package; mszip: how they are packed
files         files of the server by their hash, kept below the source's folder
source        the source; opened: opened for one command
"""
