"""Processes beside the screen's: started over a socket pair, kept alive within a budget, ended with their memory.

Vision and papers each have one. Whoever looks at faces must not wait for a page, nor die of one.
"""
