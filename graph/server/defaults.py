"""What a server is started with when a person says nothing: which release, ports and memory. It imports nothing."""

LTS = "5.26.28"
"""The default. 5.26 is the long-term-support line: it gets corrections only, so a graph and its queries keep
working, and institutions' servers run it."""

CURRENT = "2026.09.0"
"""What the alias ``current`` means: the newest calendar release that this code was tried with."""

BOLT_PORT = 7687
HTTP_PORT = 7474
HEAP = "1g"
PAGE_CACHE = "512m"
