"""Store-and-forward to the centre: outbox, uploader, feed, and the words all processes share."""
