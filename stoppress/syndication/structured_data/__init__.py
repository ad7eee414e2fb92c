"""Structured data of every public page: one JSON-LD graph in the vocabulary of schema.org.

`graph(page)` is the data, `script_for(page)` the text to print inside
`<script type="application/ld+json">`.
"""

from stoppress.syndication.structured_data.pages import graph
from stoppress.syndication.structured_data.script import script_for

__all__ = ["graph", "script_for"]
