"""The public tables: figures of every area that anybody may have, protected, kept and given away."""
