"""
The terminal in a browser: each visitor gets a shop of their own, in a process of their own.

    browser <-- page, keys, screen --> door <-- pipes --> visitor: `posemu tui` under its driver
"""
