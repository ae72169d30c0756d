"""Pages for people; none needs JavaScript."""
