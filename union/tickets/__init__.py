"""The picture of a ticket: a QR code that holds the booking's code and nothing else."""
