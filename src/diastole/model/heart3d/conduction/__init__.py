"""When each place of the wall is activated."""
