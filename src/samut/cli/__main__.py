"""`python -m samut.cli …` is `samut …`."""

from samut.cli import main

main(prog_name="samut")
