"""Mail that comes in: read without trust, sorted, and made a case or a word in one."""
