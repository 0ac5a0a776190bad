"""What papers say, as values: numbers with checksums, dates, amounts, people, places. Pure functions of text."""
