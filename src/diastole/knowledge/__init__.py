"""Knowledge from outside the model: sources, statements, rules, records of patients, articles."""
