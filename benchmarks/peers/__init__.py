"""What runs inside the other tools' environments: scripts that import nothing of this project."""
