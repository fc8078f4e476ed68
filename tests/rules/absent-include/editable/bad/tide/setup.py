from setuptools import setup

setup(name="tide", version="1.0", py_modules=["tide"])
