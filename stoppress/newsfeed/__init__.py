"""Live streams: what is told to readers while they read, on which channels, and who may listen."""
