"""How the site writes dates where it differs from what Django has for a language."""
