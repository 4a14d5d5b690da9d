"""Where the public writes: a form for each record, without an account, a cookie or a puzzle."""
