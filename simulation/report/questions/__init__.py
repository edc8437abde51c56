"""Reports of questions asked of many runs."""
