"""Rows of files, whatever they were saved as: CSV, TSV, JSON Lines, Parquet or a workbook."""
