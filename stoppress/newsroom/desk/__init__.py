"""The desk: Wagtail's admin as the newsroom works with it."""
