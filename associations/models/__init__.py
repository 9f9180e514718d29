"""Nouns, one file a group."""
