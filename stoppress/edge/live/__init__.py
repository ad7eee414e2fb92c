"""Live streams of a worker: thousands of connections, one copy of each event, no task and no queue for any of them."""
