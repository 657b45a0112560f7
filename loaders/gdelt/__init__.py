"""GDELT's event files: tab-separated rows, each of which says who did what to whom, where and when."""
