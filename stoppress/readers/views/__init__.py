"""Account pages and what shared pages ask of them."""
