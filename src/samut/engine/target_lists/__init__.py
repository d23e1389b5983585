"""Lists of target groups: who belongs with the facts that say so, kept when handed on, and compared."""
