"""Experiments at scale: a plan file, its design, and the runs it asks for."""
