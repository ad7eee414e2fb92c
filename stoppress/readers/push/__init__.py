"""Push messages: browsers that take them, messages on their way, and the loop that sends them."""
