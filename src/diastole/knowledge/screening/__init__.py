"""The screening before a balloon pump: the facts that it uses, and its verdict. Its rules are in ``rules``."""
