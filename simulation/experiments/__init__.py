"""Running and comparing: runs, executors, the ensemble, intervals, comparisons, the results folder."""
