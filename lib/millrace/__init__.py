"""The helper library of the Millrace course: messy company files in, tables you can trust out.

Import what a lab needs by name, for example ``from millrace import intake, cleaning, samples``. Nothing heavy is
loaded before it is used.
"""

__version__ = "0.1.0"
