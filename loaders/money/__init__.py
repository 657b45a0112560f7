"""Loaders for money and who moves it: aid activities (IATI), grants (360Giving) and public contracts (OCDS)."""
