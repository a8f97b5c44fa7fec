"""The library behind the Python models, and the simulator of the demo world."""
