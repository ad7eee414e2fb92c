"""What readers do in discussions and chats, by plain forms or by the pages' scripts; all below `/account/`."""
