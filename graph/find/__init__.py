"""Finding things by what they are called, and what to call them."""
