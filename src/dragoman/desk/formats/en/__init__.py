"""English as the site writes it: the day first."""
