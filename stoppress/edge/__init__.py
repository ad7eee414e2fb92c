"""The edge: the ASGI front that gives readers finished pages and lets everything else through to Django."""
