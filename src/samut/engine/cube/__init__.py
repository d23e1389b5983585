"""The cube: every statistic for each village, sex and age group, and all areas above."""
