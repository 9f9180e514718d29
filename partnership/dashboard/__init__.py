"""The board's reading room: sees every app, is seen by none."""
