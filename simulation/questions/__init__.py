"""Questions asked of many runs: what drives a measure, when a strategy fails."""
