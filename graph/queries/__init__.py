"""What all three languages have in common about a query: its text, its parameters and the names in it."""
