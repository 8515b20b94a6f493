"""What every part stands on: settings, clock, database, encryption, logging. Imports nothing of ours."""
