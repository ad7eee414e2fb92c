"""What can be done in discussions; the only place that writes."""
