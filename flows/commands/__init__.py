"""What may be said on the command line, one command a file: its options, its help, and what it prints.

A command's function is called as the command is. Nothing heavy is imported before a command needs it.
"""
