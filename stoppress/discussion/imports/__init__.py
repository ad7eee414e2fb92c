"""Comments out of other systems: a reader for each format, and what puts them in order before anything is written."""
