"""Reading files in processes of their own, so that a hostile file costs nothing but itself."""
