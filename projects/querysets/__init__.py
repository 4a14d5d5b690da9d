"""Every question asked of the tables, a file per family."""
