"""The parts of evaluate.py: truth, tables, real mail, and forged replies put into real mail."""
