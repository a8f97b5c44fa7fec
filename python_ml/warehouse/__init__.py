"""What ties the Python models to the warehouse they run in."""
