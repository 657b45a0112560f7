"""What a server is started with if a person gives no options: its release, ports and memory. This module imports nothing."""

LTS = "5.26.28"
"""The default release. 5.26 is the long-term-support line: it receives corrections only, so a graph and its queries keep
working, and the servers of institutions run it."""

CURRENT = "2026.09.0"
"""What the alias ``current`` means: the newest calendar release that this code was tested with."""

BOLT_PORT = 7687
HTTP_PORT = 7474
HEAP = "1g"
PAGE_CACHE = "512m"
