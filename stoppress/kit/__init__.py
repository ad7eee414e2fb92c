"""Small single-purpose modules that know neither models nor settings."""
