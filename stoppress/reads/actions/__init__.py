"""What is done with counts: they are taken in, and the lists are brought up to date."""
