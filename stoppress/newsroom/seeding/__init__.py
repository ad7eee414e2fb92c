"""The demo newsroom, loaded through the desk's own actions, and archives of any size by the bulk path."""
