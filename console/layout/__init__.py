"""What all pages share: look, header, navigation."""
