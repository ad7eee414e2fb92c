"""Originals, rights, focal points, crops and derivatives of pictures."""
