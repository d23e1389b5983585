"""What leaves Samut on paper or as a file: spreadsheets now; PDF and slides later."""
