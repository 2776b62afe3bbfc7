"""What every form over the page has in common, played on each of them."""
