"""What installer files say of themselves: one reader a format, one struct for all."""
