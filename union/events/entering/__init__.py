"""What a clerk types into a form or a spreadsheet becomes an event; what is wrong is said of the field, in Chinese."""
