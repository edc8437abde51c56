"""The report of a fit to one's own log."""
