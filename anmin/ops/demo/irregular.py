def plant(*a):
    pass
