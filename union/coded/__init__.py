"""Coded replies: a short answer to something offered ("愿意 A7BC"), known without any engine (docs/adr/0009)."""
