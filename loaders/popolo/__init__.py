"""Popolo: the officials, organisations and memberships of a parliament or government, as JSON."""
