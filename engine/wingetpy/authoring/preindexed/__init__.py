"""A pre-indexed source made of a folder of manifests: what a static web server then serves.

build        the whole: reads the folder, writes manifests and version data, then the packages with the indexes
merged_text  the files of a manifest as one, which clients fetch
catalogue    the versions that were written, in packages
schema_2     the index of source2.msix; schema_1: of source.msix, for clients that know no other; database: for both
package      a package around an index
signing      the publisher's key and certificates
"""
