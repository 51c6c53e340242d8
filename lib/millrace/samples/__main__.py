"""Write the sample files: ``python -m millrace.samples datasets``."""

import sys

from millrace.samples.store import write

if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("Expected one folder. For example: python -m millrace.samples datasets")
    write(sys.argv[1])
    print(f"Wrote the sample files of variant 0 to {sys.argv[1]}.")
