"""Knowledge that is not of the model: sources, statements, rules, readers of patient records, written answers."""
