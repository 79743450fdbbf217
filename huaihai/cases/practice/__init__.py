"""Practice for a business's system: made-up cases in a table of their own, and a robot that plays the others."""
