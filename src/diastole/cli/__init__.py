"""The command line: a file of options for each command, beside it ``run_…`` that does the work; ``app`` lists them."""
