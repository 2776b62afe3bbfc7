"""Every page and panel in many looks: sizes, text sizes, scales, fonts and names, and what is wrong with a picture."""
