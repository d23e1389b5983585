"""Samut (สมุด): find the households left behind, and stay with each until it no longer is."""

__version__ = "0.1.0"
