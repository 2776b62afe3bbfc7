"""What is no code: icons, palettes and style sheet of the window, and the words of the sample network."""
