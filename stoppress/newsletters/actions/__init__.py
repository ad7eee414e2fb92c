"""What may happen to newsletters, their issues and their subscribers; the only place that writes."""
