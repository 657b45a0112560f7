"""The members, presidents and committees of the Congress of the United States (congress-legislators), as YAML or JSON."""
