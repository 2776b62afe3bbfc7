"""Icons, palettes, style sheet and help texts of the window."""
