"""The visit: a resident is recognised, finishes an item, and leaves nothing behind."""
