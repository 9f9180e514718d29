"""What a round found: counted in SQL, judged by pure functions, shown without small cells."""
