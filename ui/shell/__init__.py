"""The window itself: start, navigator, side bar, palette, opening and recovery; it knows no feature."""
