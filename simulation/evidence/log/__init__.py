"""One's own log: what a brand's groups did, what the model makes of it, and what comes next."""
