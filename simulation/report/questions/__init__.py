"""Reports of questions that take many runs."""
