"""Medical knowledge outside the model: sources, statements, rules, articles, lessons, readers of patient records."""
