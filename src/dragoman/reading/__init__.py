"""An Article to a Reading: one spaCy component for each step, put in order by `reader`."""
