"""GDELT's event files: tab-separated rows, each row says who did what to whom, where and when."""
