"""The outbox: letters written with what causes them, and sent afterwards."""
