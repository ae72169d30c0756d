"""The screening before a balloon pump: which facts of a patient count, and the verdict of the rules on them."""
