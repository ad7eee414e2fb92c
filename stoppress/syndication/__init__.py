"""Copy on its way out: feeds, sitemaps, structured data, wire formats; pure functions over `copy`."""
