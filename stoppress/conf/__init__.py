"""Settings, addresses, the ASGI application and the command line."""
