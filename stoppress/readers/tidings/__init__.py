"""Tidings: what readers are told of, one by one, and the rounds that tell many of a story."""
