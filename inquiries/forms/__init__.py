"""What people fill in, one file a door: the asker's, the officer's."""
