"""The phases of the day, one file each; steps of a member (m), a group (g) or an operator (o)."""
