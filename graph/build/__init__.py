"""From files to a version in force: read, check and keep records, put them together, build what answers from them."""
