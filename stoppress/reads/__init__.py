"""Which stories are read most: counts by the hour that say nothing of who read, and the lists made of them."""
