"""Questions that the bot could not answer, made into answers."""
