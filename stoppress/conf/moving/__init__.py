"""Moving a newsroom from SQLite to PostgreSQL: every row with its key, checked, and resumed where it was broken off."""
