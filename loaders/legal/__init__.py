"""Loaders for parliamentary and legal documents."""
