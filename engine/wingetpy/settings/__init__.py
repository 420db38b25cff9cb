"""What the user set, and the log: read leniently, warned of by name, never fatal."""
