"""Everything a page shows, as frozen plain data: no Django, no database, no settings.

The press gathers copy from the models; templates and feeds read only copy. Times are aware
datetimes; an *address* is a path on the site (``/20251207/slug--12.html``), a *url* is absolute.
"""
