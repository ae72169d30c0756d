"""From a question to a cited answer: read, look up, plan, compose, guard."""
