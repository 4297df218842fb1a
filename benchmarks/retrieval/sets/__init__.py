"""Question sets: public ones, and those made for this benchmark."""
