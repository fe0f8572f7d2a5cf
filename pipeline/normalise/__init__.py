"""Normalise: from mentions of spans to mentions of values."""
