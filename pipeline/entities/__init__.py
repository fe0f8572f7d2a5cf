"""Entities: names, times and numbers, what is there and not yet what it means."""
