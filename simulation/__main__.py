"""`python -m simulation` is the command `grouplife`."""

from .cli import main

main()
