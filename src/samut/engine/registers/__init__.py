"""Registers: files of an office → canonical rows in the lake, or in quarantine with every reason.

profile (which column is which fact) → reading (rows of text) → checks (SQL that normalises and
finds what is wrong) → personal (numbers and names, sealed) → staging (which rows are taken in)
→ importing (the whole, all or nothing).
"""
