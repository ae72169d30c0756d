"""The command line: for each command one module declares the options, and one ``run_…`` module does the work.

``options`` holds options that many commands share; ``app`` lists the commands.
"""
