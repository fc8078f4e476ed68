def square(side):
    return side**2
