"""Odd and hostile documents, made from the sample plan."""
