"""A CDN in front: it keeps pages for long and is told by tag what to forget."""
