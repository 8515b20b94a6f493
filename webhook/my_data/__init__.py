"""A copy of a member's own data: the page behind the link in the chat, and the file."""
