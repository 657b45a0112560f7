"""Rows of files in any format: CSV, TSV, JSON Lines, Parquet or a workbook."""
