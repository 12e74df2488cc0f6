"""The parts of the generator of sample incidents; generate.py puts them together."""
