"""People and households followed from edition to edition: rows in, states and rates out."""
