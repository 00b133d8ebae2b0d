"""The printer: moves paper, tells its status, keeps what it printed."""
