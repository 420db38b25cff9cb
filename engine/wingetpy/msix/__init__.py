"""MSIX packages and bundles: read from a ByteSource, and verified. Formats only: nothing is installed here.

byte_source     where the bytes come from: a file, a part of one, memory
faults          the errors of a package, with Windows' own codes
container       the zip by MSIX's strict rules; zip_directory: its end; part_names: names of parts
markup          the XML of a package, without document types
identity        name, publisher, version: family name, full name, publisher id
manifest        AppxManifest.xml; bundle_manifest: AppxBundleManifest.xml
block_map       AppxBlockMap.xml, and the blocks of the parts
digests         what a signature covers; signature: AppxSignature.p7x; cms: the signed message in it
timestamp       when it was signed; chain: whom the machine trusts; distinguished: a subject as a publisher
package         a package or bundle, opened and checked in Windows' order
sign            writes a package and its signature
"""
