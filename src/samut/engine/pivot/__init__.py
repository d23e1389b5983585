"""Tables by any declared fields: households, persons and target persons, with small counts covered."""
