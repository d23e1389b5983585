"""Estimates from samples and censuses: measures, changes, robustness, with their standard errors."""
