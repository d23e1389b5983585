"""Survey forms: from the file people edit to the XForm phones open, and from a submission back to rows."""
