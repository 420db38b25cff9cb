"""Everything that is wrong with a manifest: schema, business rules, schema headers, and where each flaw is."""
