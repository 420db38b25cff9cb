"""The deployment API for MSIX packages, with the seed's names (003): what a caller asks, made of a host's primitives.

names          the seed's and the shipped names of each member
support        which verb takes which target
targets        a text as a target: names, paths, URIs
package_set    sets of packages
results        status, progress and result of a deployment
manager        PackageDeploymentManager: each verb with each target
work           one verb on one target, with a backend's primitives
request        one request: a target or the items of a set, one after the other; progress: how far it is
foreseen       a change that a verb would make
foresight      what a verb would do
readiness      whether packages are there and can be used
opening        a URI's bytes: files, and http(s) by ranges
volumes        PackageVolume and its manager
runtime        PackageRuntimeManager: packages for the engine's own process
"""
