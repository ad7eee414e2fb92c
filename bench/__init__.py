"""Benchmarks: each prints a table with ratios to a peer or limit measured in the same run."""
