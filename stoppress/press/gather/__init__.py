"""From models to frozen copy with a known set of queries, noting the tag of everything shown."""
