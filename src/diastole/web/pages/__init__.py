"""Routes of the pages for people; none needs JavaScript."""
