"""Treatment options on the same heart: each is simulated, the rules against it are listed, and all are ranked."""
