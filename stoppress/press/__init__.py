"""Which pages exist, what an entry touches, how copy is gathered, set and shelved."""
