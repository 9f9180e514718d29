"""What can be counted of plans and of what is done for them, each by one function over rows."""
