"""What readers say about stories: discussions, chats, and how the newsroom moderates them."""
