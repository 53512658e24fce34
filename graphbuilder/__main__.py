"""`python -m graphbuilder`."""

from .cli import main

main(prog_name="graphbuilder")
