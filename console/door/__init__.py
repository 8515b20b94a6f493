"""The door of an event: checking in with a phone, who came, and appeals of those who missed too often."""
