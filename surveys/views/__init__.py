"""Surveys on the portal, one file a matter."""
