"""What the model says, measured beside what is known: patterns of real groups, and claims of the trade."""
