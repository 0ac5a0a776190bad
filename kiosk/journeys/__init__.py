"""A journey is a conversation: pages, the screen that shows them, the steps and their driver."""
