"""What pages cost beside those of other tools: their size, and the processor time of the browser that shows them."""
