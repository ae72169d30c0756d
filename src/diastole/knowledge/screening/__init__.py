"""Is a balloon pump contraindicated in this patient? Rules as data, judged with unknown as a value of its own."""
