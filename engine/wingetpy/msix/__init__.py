"""MSIX packages and bundles: read from a ByteSource, and verified. Formats only: nothing is installed here.

byte_source     where the bytes come from: a file, a part of one, memory; pinned_bytes: that stay what they were
faults          the errors of a package, with Windows' own codes
container       the zip by MSIX's strict rules; zip_directory: its end; part_names: names of parts
markup          the XML of a package, without document types
identity        name, publisher, version: family name, full name, publisher id
manifest        AppxManifest.xml; dependencies: what a package needs; bundle_manifest: AppxBundleManifest.xml
applicability   which packages of a bundle fit a machine
app_installer   .appinstaller files
block_map       AppxBlockMap.xml, and the blocks of the parts; content_types: [Content_Types].xml
digests         what a signature covers; signature: AppxSignature.p7x; cms: the signed message in it
timestamp       when it was signed; chain: whom the machine trusts; signer: both
distinguished   a subject as a publisher
package         a package or bundle, opened and checked in Windows' order; bundle: packages of a bundle
payload         its files, block by block, each compared with its hash: how a package is unpacked, also from a server
fetch_plan      which bytes of it must be read where older packages have blocks of it; read_ahead: reads them
unpack          writes it into a folder, and compares a folder with a block map
pack            writes a package; sign: its signature
"""
