"""What the bot does in a turn: slots -> service -> reply. No rules, no SQL, no texts here."""
