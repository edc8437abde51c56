"""The report of a folder of runs: of a sweep, or of one scenario."""
