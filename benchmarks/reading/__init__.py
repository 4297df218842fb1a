"""How well the trained reader reads, orders, answers and refuses, and how fast."""
