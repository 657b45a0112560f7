"""The World Factbook as JSON: the government of a country, and the organisations that it takes part in."""
