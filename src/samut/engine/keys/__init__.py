"""A new key for the lake: everything that was sealed or indexed with the old one is made anew."""
