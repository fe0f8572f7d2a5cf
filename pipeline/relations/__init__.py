"""Relations: events and figures, whose arguments are spans of the text."""
