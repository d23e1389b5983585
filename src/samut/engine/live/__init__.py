"""Answers told after the census: they lie beside the register's, change figures at once, are folded in."""
