"""The property graph: which nodes and relationships the tables make, and which part of them is drawn or exported."""
