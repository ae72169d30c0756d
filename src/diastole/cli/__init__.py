"""The command line: reads options, calls the package, and shows what came out."""
