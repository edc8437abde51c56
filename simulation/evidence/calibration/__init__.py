"""Fitting the assumed parameters to what was measured on real groups: docs/calibration.md says how and why."""
