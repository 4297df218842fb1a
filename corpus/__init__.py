"""Documents in, passages out: reading, cleaning, cutting and the library that holds them."""
