"""The pages of docs/reference that take more than a table of labels to write."""
