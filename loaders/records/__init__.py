"""People's own records: the declared tables, written by hand or by a script."""
