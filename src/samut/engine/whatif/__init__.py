"""What-ifs on the histogram of words: other cutoffs, other weights, solved indicators, in milliseconds."""
